import { expect, test } from 'vitest'
import { parseRange } from './byte-range.ts'

test.for([
  ['bytes=0-0', { start: 0, end: 1 }],
  ['bytes=2-4', { start: 2, end: 5 }],
  ['bytes=5-', { start: 5, end: 10 }],
  ['bytes=-3', { start: 7, end: 10 }],
  ['bytes=-99', { start: 0, end: 10 }],
  ['Bytes=8-99', { start: 8, end: 10 }],
] as const)('%s of ten bytes', ([header, range]) => {
  expect(parseRange(header, 10)).toEqual(range)
})

test.for([undefined, 'bytes=0-1,4-5', 'pages=1-2', 'bytes=-', 'bytes=a-b'])('%s asks for the whole', (header) => {
  expect(parseRange(header, 10)).toBeUndefined()
})

test.for(['bytes=10-', 'bytes=10-12', 'bytes=5-4', 'bytes=-0'])('%s cannot be satisfied', (header) => {
  expect(() => parseRange(header, 10)).toThrow(expect.objectContaining({ code: 'RANGE_NOT_SATISFIABLE' }))
})
