import { expect, test } from 'vitest'
import { canonicalDigest } from './canonical-digest.ts'
import { digestHex } from './evidence/digest.ts'

test('neither the order of members nor white space makes a difference', () => {
  const expected = digestHex('sha256', '{"a":[1,2],"乙":"二"}')
  expect(canonicalDigest({ 乙: '二', a: [1, 2] })).toBe(expected)
  expect(canonicalDigest(JSON.parse('{ "a": [1, 2.0],\n "乙": "二" }'))).toBe(expected)
})

test('a value, an order in a list or a member more makes one', () => {
  const digests = [{ a: [1, 2] }, { a: [2, 1] }, { a: [1, 2], b: null }].map(canonicalDigest)
  expect(new Set(digests).size).toBe(3)
})
