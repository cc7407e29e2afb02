import { expect, test } from 'vitest'
import { extentFaults, mostElements, mostValues } from './extent.ts'

test('a case of 5 000 files is not too large', () => {
  const file = Object.fromEntries(Array.from({ length: 16 }, (_, at) => [`field${at}`, at]))
  const material = { ...file, files: [file] }
  expect(extentFaults({ materials: Array.from({ length: 5000 }, () => material) })).toEqual([])
})

test.for([
  ['one list', Array.from({ length: mostElements + 1 }, () => 0)],
  ['a list inside', { a: [{ b: Array.from({ length: mostElements + 1 }, () => ({})) }] }],
  ['many lists', Array.from({ length: 100 }, () => Array.from({ length: mostValues / 100 }, () => 0))],
  ['many fields', Object.fromEntries(Array.from({ length: mostValues }, (_, at) => [at, 0]))],
] as const)('refuses %s without end', ([, json]) => {
  expect(extentFaults(json)).toMatchObject([{ code: 'LIMITS_SIZE', file: 'case.json' }])
})

test.for([null, 1, 'x', [], {}, undefined])('finds nothing in %j', (json) => {
  expect(extentFaults(json)).toEqual([])
})
