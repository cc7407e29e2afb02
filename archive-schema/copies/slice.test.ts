import { expect, test } from 'vitest'
import { isInSample, isInSlice, parseSlice } from './slice.ts'

const keys = Array.from({ length: 2_000 }, (_, i) => `0117/2026/N-${i}/N-${i}.zip`)
const slices = 7

test('every key belongs to exactly one slice, and the slices are of about the same size', () => {
  const counts = Array.from(
    { length: slices },
    (_, i) => keys.filter((key) => isInSlice(key, { slice: i + 1, slices })).length,
  )
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(keys.length)
  for (const count of counts) expect(count).toBeGreaterThan(200)
  for (const key of keys) {
    const own = Array.from({ length: slices }, (_, i) => i + 1).filter((slice) => isInSlice(key, { slice, slices }))
    expect(own).toHaveLength(1)
  }
})

test('the objects of one record share a slice', () => {
  for (let i = 1; i <= slices; i++) {
    const slice = { slice: i, slices }
    expect(isInSlice('0117/2026/N-1/N-1.evidence.tar', slice)).toBe(isInSlice('0117/2026/N-1/N-1.zip', slice))
    expect(isInSlice('0117/2026/N-1/stray', slice)).toBe(isInSlice('0117/2026/N-1/N-1.zip', slice))
  }
})

test('a sample is about as large as asked, and another seed makes another one', () => {
  const one = keys.filter((key) => isInSample(key, 'one', 10))
  const two = keys.filter((key) => isInSample(key, 'two', 10))
  expect(one.length).toBeGreaterThan(120)
  expect(one.length).toBeLessThan(280)
  expect(two).not.toEqual(one)
  expect(keys.filter((key) => isInSample(key, 'one', 100))).toEqual(keys)
})

test.for(['0/3', '4/3', '1', '1/0', '01/3', 'a/b', '1/1000001', ' 1/2'])('refuses the slice %s', (text) => {
  expect(() => parseSlice(text)).toThrow(expect.objectContaining({ code: 'REQUEST_INVALID' }))
})
