import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ArchiveError } from './archive-error.ts'
import { readableFault } from './readable-fault.ts'

test('leaves alone what anybody can read', () => {
  const fault = { code: 'PATHS_FORM', file: 'files/甲（正本）𠮷 é.pdf', field: 'a[0].b', found: '<&>\\"' } as const
  expect(readableFault(fault)).toEqual(fault)
})

test.for([
  ['\u001b[2J', '\\u{1b}[2J'],
  ['a\nb\tc', 'a\\u{a}b\\u{9}c'],
  ['\u0000', '\\u{0}'],
  ['\u202efdp.exe', '\\u{202e}fdp.exe'],
  ['a\u2028b', 'a\\u{2028}b'],
  ['\ud800', '\ufffd'],
  ['长'.repeat(401), `${'长'.repeat(400)}…`],
] as const)('spells out or shortens %j', ([found, readable]) => {
  expect(readableFault({ code: 'JSON_SYNTAX', found })).toEqual({ code: 'JSON_SYNTAX', found: readable })
})

test('whatever was found, a refusal can be kept as JSON and shown in one line', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (found) => {
      const [fault] = new ArchiveError({ code: 'JSON_SYNTAX', found }).faults
      expect(fault?.found?.isWellFormed()).toBe(true)
      expect(fault?.found).not.toMatch(/\p{Cc}/u)
    }),
  )
})
