import fc from 'fast-check'
import { expect, test } from 'vitest'
import { entryOf, formatEntry, ledgerEntryTypes, parseEntry } from './ledger-entry.ts'

const hex = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 })
const entries = fc.record({ type: fc.stringMatching(/^[a-z][a-z-]{0,31}$/), sha256: hex, sm3: hex })
const invalid = expect.objectContaining({ code: 'EVIDENCE_INVALID' })
const line = Buffer.from(formatEntry(entryOf('seal', Buffer.from('abc')))).toString()

test('is one line with both digests of a text, 166 bytes for a seal', () => {
  expect(line).toBe(
    'archive-log-entry/1 seal sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad ' +
      'sm3:66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0\n',
  )
  expect(line).toHaveLength(166)
})

test('parsing undoes formatting, and no entry is longer than 255 bytes', () => {
  fc.assert(
    fc.property(entries, (entry) => {
      const bytes = formatEntry(entry)
      expect(bytes.length).toBeLessThanOrEqual(255)
      expect(parseEntry(bytes)).toEqual(entry)
    }),
  )
  for (const type of ledgerEntryTypes) expect(parseEntry(formatEntry(entryOf(type, Buffer.of()))).type).toBe(type)
})

test('a changed byte is refused or changes what the entry says', () => {
  fc.assert(
    fc.property(entries, fc.nat(), fc.integer({ min: 1, max: 255 }), (entry, place, mask) => {
      const bytes = Buffer.from(formatEntry(entry))
      const at = place % bytes.length
      bytes[at] = (bytes[at] ?? 0) ^ mask
      try {
        expect(parseEntry(bytes)).not.toEqual(entry)
      } catch (error) {
        expect(error).toMatchObject({ code: 'EVIDENCE_INVALID' })
      }
    }),
  )
})

test.for([
  ['a missing LF', line.trimEnd()],
  ['two LF', `${line}\n`],
  ['CRLF', line.replace('\n', '\r\n')],
  ['another version', line.replace('/1', '/2')],
  ['a capital type', line.replace('seal', 'Seal')],
  ['a type that is too long', line.replace('seal', 's'.repeat(33))],
  ['two blanks', line.replace(' sm3', '  sm3')],
  ['capital digits', line.replace('ba78', 'BA78')],
  ['a digest that is cut', line.replace('15ad ', '15a ')],
  ['the digests exchanged', line.replace('sha256', 'x').replace('sm3', 'sha256').replace('x', 'sm3')],
] as const)('refuses %s', ([, changed]) => {
  expect(changed).not.toBe(line)
  expect(() => parseEntry(Buffer.from(changed))).toThrow(invalid)
})

test('is not written with a type or a digest that has no such form', () => {
  const entry = entryOf('seal', Buffer.of())
  expect(() => formatEntry({ ...entry, type: 'a b' })).toThrow(invalid)
  expect(() => formatEntry({ ...entry, sm3: 'x' })).toThrow(invalid)
})
