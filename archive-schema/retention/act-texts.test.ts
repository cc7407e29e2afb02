import { Buffer } from 'node:buffer'
import { describe, expect, test } from 'vitest'
import { startOfChinaDay } from './china-day.ts'
import { type Extension, formatExtension, parseExtension } from './extension.ts'
import { formatLegalHold, formatLegalRelease, inTextOrder, parseLegalHold, parseLegalRelease } from './legal-hold.ts'

const hold = {
  id: 'hold-20261125-3f9a2c01',
  authority: '长沙市湘麓区人民法院（2026）湘0104民初123号',
  reason: '诉讼未了',
  by: '王芳',
  at: new Date('2026-11-25T08:00:00Z'),
  numbers: ['430190-A-000001', '430190-A-000002'],
}
const { id, ...shared } = hold
const release = { ...shared, hold: id, holdSha256: 'a'.repeat(64) }
const extension: Extension = {
  number: '430190-A-000001',
  endsBefore: startOfChinaDay('2036-01-01'),
  endsAfter: startOfChinaDay('2056-01-01'),
  cause: '430190-A-000001',
  reason: '鉴定后续存',
  by: '王芳',
  at: hold.at,
}

test('a hold is a text of lines that anybody can read', () => {
  expect(Buffer.from(formatLegalHold(hold)).toString()).toBe(
    [
      'guidang-legal-hold/1',
      'hold: hold-20261125-3f9a2c01',
      'authority: 长沙市湘麓区人民法院（2026）湘0104民初123号',
      'reason: 诉讼未了',
      'by: 王芳',
      'at: 2026-11-25T08:00:00Z',
      'record: 430190-A-000001',
      'record: 430190-A-000002',
      '',
    ].join('\n'),
  )
})

test('reading undoes writing', () => {
  expect(parseLegalHold(formatLegalHold(hold))).toEqual(hold)
  expect(parseLegalRelease(formatLegalRelease(release))).toEqual(release)
  expect(parseExtension(formatExtension(extension))).toEqual(extension)
  const permanent = { ...extension, endsAfter: undefined, authority: '长档鉴〔2026〕3号' }
  expect(parseExtension(formatExtension(permanent))).toEqual(permanent)
})

test('numbers stand each once, in order', () => {
  expect(inTextOrder(['b', 'a', 'b'])).toEqual(['a', 'b'])
})

const unwritable: readonly [string, () => unknown][] = [
  ['a hold on nothing', () => formatLegalHold({ ...hold, numbers: [] })],
  ['numbers out of order', () => formatLegalHold({ ...hold, numbers: hold.numbers.toReversed() })],
  ['a number twice', () => formatLegalRelease({ ...release, numbers: ['a', 'a'] })],
  ['a reason of two lines', () => formatLegalHold({ ...hold, reason: '一\nby: 他人' })],
  ['a reason that is blank', () => formatLegalHold({ ...hold, reason: ' ' })],
  ['a line separator of Unicode', () => formatExtension({ ...extension, reason: '一\u2028二' })],
  ['a text that is not NFC', () => formatExtension({ ...extension, reason: 'e\u0301' })],
  ['a term that stays as it is', () => formatExtension({ ...extension, endsAfter: extension.endsBefore })],
  ['a term that becomes shorter', () => formatExtension({ ...extension, endsAfter: startOfChinaDay('2030-01-01') })],
  ['an end to 永久', () => formatExtension({ ...extension, endsBefore: undefined })],
]

test.for(unwritable)('%s is not written', ([, write]) => {
  expect(write).toThrow(expect.objectContaining({ code: 'EVIDENCE_INVALID' }))
})

describe('a text that is changed is not read', () => {
  const text = Buffer.from(formatLegalHold(hold)).toString()
  const changes: readonly [string, string][] = [
    ['another form', text.replace('/1', '/2')],
    ['CRLF', text.replaceAll('\n', '\r\n')],
    ['no last line end', text.slice(0, -1)],
    ['an empty line', `${text}\n`],
    ['a line missing', text.replace(/^by: .*\n/m, '')],
    ['lines in another order', text.replace(/^(authority: .*\n)(reason: .*\n)/m, '$2$1')],
    ['an unknown line', text.replace('by: ', 'on: ')],
    ['a blank too many', text.replace('reason: ', 'reason:  ')],
    ['a fraction of a second', text.replace('00Z', '00.5Z')],
    ['records in another order', text.replace('000001', '000003')],
    ['a byte order mark', `\ufeff${text}`],
  ]
  test.for(changes)('%s', ([, changed]) => {
    expect(changed).not.toBe(text)
    expect(() => parseLegalHold(Buffer.from(changed))).toThrow(expect.objectContaining({ code: 'EVIDENCE_INVALID' }))
  })

  test('bytes that are no UTF-8', () => {
    const bytes = Buffer.from(text)
    bytes[bytes.indexOf('王')] = 0xff
    expect(() => parseLegalHold(bytes)).toThrow(expect.objectContaining({ code: 'EVIDENCE_INVALID' }))
  })

  test('an end that is no day of the calendar', () => {
    const changed = Buffer.from(formatExtension(extension)).toString().replace('2056-01-01', '2056-02-30')
    expect(() => parseExtension(Buffer.from(changed))).toThrow(expect.objectContaining({ code: 'EVIDENCE_INVALID' }))
  })
})
