import { expect, test } from 'vitest'
import { filesThatName } from '../conformance/naming-files.ts'
import { gaps, requirements } from '../conformance/requirement.ts'

const known = new Set(requirements.map(({ id }) => id))
const named = new Set([...filesThatName().values()].flat())

test('every requirement stands once in the list', () => {
  expect(requirements).toHaveLength(known.size)
  expect(known.size).toBe(255)
})

test('a title names no requirement that is not in the list', () => {
  expect([...named].filter((id) => !known.has(id))).toEqual([])
})

test('a requirement that no test names says why, and one that is named is a gap in part at most', () => {
  expect([...known].filter((id) => !named.has(id) && gaps.get(id)?.partly !== false)).toEqual([])
  expect([...named].filter((id) => gaps.get(id)?.partly === false)).toEqual([])
  expect([...gaps.keys()].filter((id) => !known.has(id))).toEqual([])
})
