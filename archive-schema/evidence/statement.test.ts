import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emptyLedger, formatStatement, parseStatement, type Statement } from './statement.ts'

const hex = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 })
const digests = fc.record({ sha256: hex, sm3: hex })
const count = fc.nat({ max: 999_999_999_999_999 })
const since = fc.oneof(
  fc.constant(emptyLedger),
  fc.record({
    size: count.map((n) => Math.max(n, 1)),
    root: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('base64')),
  }),
)
const statements: fc.Arbitrary<Statement> = fc
  .record({
    id: fc.stringMatching(/^[0-9A-Za-z][0-9A-Za-z.-]{0,99}$/),
    isFirst: fc.boolean(),
    version: count.map((n) => Math.max(n, 2)),
    previous: digests,
    files: count.map((n) => Math.max(n, 1)),
    bytes: count,
    manifests: digests,
    since,
    seconds: fc.nat({ max: 253_402_300_799 }),
  })
  .map(({ isFirst, seconds, ...rest }) => ({
    ...rest,
    version: isFirst ? 1 : rest.version,
    previous: isFirst ? undefined : rest.previous,
    sealedAt: new Date(seconds * 1000),
  }))

const example: Statement = {
  id: '110105-Z001-000172049000-2026-Y-000001',
  version: 1,
  previous: undefined,
  files: 13,
  bytes: 3_700_000,
  manifests: { sha256: 'a'.repeat(64), sm3: 'b'.repeat(64) },
  since: emptyLedger,
  sealedAt: new Date('2026-02-28T01:02:03Z'),
}
const text = Buffer.from(formatStatement(example)).toString()

test('is these ten lines', () => {
  expect(text).toBe(
    [
      'archive-package-statement/1',
      'id: 110105-Z001-000172049000-2026-Y-000001',
      'version: 1',
      'previous: -',
      'files: 13',
      'bytes: 3700000',
      `manifest-sha256: ${'a'.repeat(64)}`,
      `manifest-sm3: ${'b'.repeat(64)}`,
      'since: 0 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
      'sealed: 2026-02-28T01:02:03Z',
      '',
    ].join('\n'),
  )
})

test('names the statement of the version before', () => {
  const next = { ...example, version: 2, previous: { sha256: 'c'.repeat(64), sm3: 'd'.repeat(64) } }
  expect(Buffer.from(formatStatement(next)).toString().split('\n')[3]).toBe(
    `previous: sha256:${'c'.repeat(64)} sm3:${'d'.repeat(64)}`,
  )
})

test('parsing undoes formatting', () => {
  fc.assert(
    fc.property(statements, (statement) => {
      expect(parseStatement(formatStatement(statement))).toEqual(statement)
    }),
  )
})

test('a changed byte is refused or changes what the statement says', () => {
  fc.assert(
    fc.property(statements, fc.nat(), fc.integer({ min: 1, max: 255 }), (statement, place, mask) => {
      const bytes = Buffer.from(formatStatement(statement))
      const at = place % bytes.length
      bytes[at] = (bytes[at] ?? 0) ^ mask
      try {
        expect(parseStatement(bytes)).not.toEqual(statement)
      } catch (error) {
        expect(error).toMatchObject({ code: 'EVIDENCE_INVALID' })
      }
    }),
    { numRuns: 1000 },
  )
})

test.for([
  ['an eleventh line', `${text}note: x\n`],
  ['an empty line at the end', `${text}\n`],
  ['a missing final LF', text.trimEnd()],
  ['CRLF', text.replaceAll('\n', '\r\n')],
  ['a blank at the end of a line', text.replace('version: 1', 'version: 1 ')],
  ['two lines exchanged', text.replace('files: 13\nbytes: 3700000', 'bytes: 3700000\nfiles: 13')],
  ['a leading zero', text.replace('files: 13', 'files: 013')],
  ['version 0', text.replace('version: 1', 'version: 0')],
  ['a later version without the one before', text.replace('version: 1', 'version: 2')],
  ['no file', text.replace('files: 13', 'files: 0')],
  ['capital hexadecimal digits', text.replace('a'.repeat(64), 'A'.repeat(64))],
  ['an id that leaves its folder', text.replace('id: 110105', 'id: ../110105')],
  ['base64 with stray bits', text.replace('uFU=', 'uFV=')],
  ['another root of the empty ledger', text.replace('47DEQ', '57DEQ')],
  ['entries in a ledger that is empty', text.replace('since: 0', 'since: 1')],
  ['a day that does not exist', text.replace('2026-02-28', '2026-02-29')],
  ['hour 24', text.replace('T01', 'T24')],
  ['a leap second', text.replace(':03Z', ':60Z')],
  ['a time before 1970', text.replace('sealed: 2026', 'sealed: 1969')],
] as const)('refuses %s', ([, changed]) => {
  expect(changed).not.toBe(text)
  expect(() => parseStatement(Buffer.from(changed))).toThrow(expect.objectContaining({ code: 'EVIDENCE_INVALID' }))
})

test.for([
  ['an id with a blank', { id: 'a b' }],
  ['fractions of a second', { sealedAt: new Date('2026-01-01T00:00:00.001Z') }],
  ['no time', { sealedAt: new Date(Number.NaN) }],
  ['half a file', { files: 1.5 }],
  ['more bytes than can be written', { bytes: 1e15 }],
] as const)('is not written with %s', ([, change]) => {
  expect(() => formatStatement({ ...example, ...change })).toThrow(
    expect.objectContaining({ code: 'EVIDENCE_INVALID' }),
  )
})
