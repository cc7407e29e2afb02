import { describe, expect, test } from 'vitest'
import { formatSegment, type JournalSegment, noSegment, parseSegment } from './journal-segment.ts'
import { formatRecordRows, parseRecordRows } from './record-rows.ts'

const digest = 'a'.repeat(64)
const segment: JournalSegment = {
  segment: 1,
  previous: noSegment,
  lines: [
    {
      seq: 1,
      table: 'scope_table',
      operation: 'insert',
      row: { id: '表', body: { items: [1, null] }, version: '2024.2' },
    },
    { seqs: [2, 3], record: '0117-1', key: '0117/2025/0117-1/journal/x.jsonl', sha256: digest, bytes: 7 },
  ],
}
const text = Buffer.from(formatSegment(segment)).toString()
const read = (changed: string) => parseSegment('journal/1', Buffer.from(changed))
const invalid = expect.objectContaining({ code: 'EVIDENCE_INVALID' })

test('a segment is read as it was written', () => {
  expect(read(text)).toEqual(segment)
  expect(text.split('\n')[0]).toBe(`{"form":"guidang-journal/1","previous":"${noSegment}","segment":1}`)
})

describe('a segment is read only in the one way in which it is written', () => {
  test.for([
    ['another form', text.replace('journal/1', 'journal/2')],
    ['blanks', text.replace('"segment":1', '"segment": 1')],
    [
      'members in another order',
      text.replace('"operation":"insert","row"', '"row"').replace('"seq":1', '"operation":"insert","seq":1'),
    ],
    ['a member twice', text.replace('"seq":1', '"seq":1,"seq":1')],
    ['a member that has no meaning', text.replace('"seq":1', '"seq":1,"x":1')],
    ['an operation that there is not', text.replace('"insert"', '"upsert"')],
    ['a change that stands for none', text.replace('[2,3]', '[]')],
    ['a value that another one has taken the place of', text.replace('2024.2', '2024.3')],
    ['a line that is gone', text.replace(/\{"bytes".*\n/, '')],
    ['no last line', text.replace(/\{"lines".*\n/, '')],
    ['a line after the last', `${text}${text.split('\n')[1]}\n`],
    ['no end of the last line', text.slice(0, -1)],
    ['an empty line', `${text}\n`],
    ['lines with CR', text.replaceAll('\n', '\r\n')],
    ['a byte order mark', `\ufeff${text}`],
    ['nothing', ''],
  ] as const)('%s is refused', ([, changed]) => {
    expect(changed).not.toBe(text)
    expect(() => read(changed)).toThrow(invalid)
  })

  test('bytes that are no UTF-8 are refused', () => {
    const bytes = Buffer.from(text)
    bytes.writeUInt8(0xff, bytes.indexOf('表'))
    expect(() => parseSegment('journal/1', bytes)).toThrow(invalid)
  })
})

test('the rows of a record are read as they were written, and in no other way', () => {
  const rows = { record: '0117-1', rows: [{ table: 'record', row: { number: '0117-1', title: '题名' } }] }
  const bytes = formatRecordRows(rows)
  expect(parseRecordRows('rows', bytes)).toEqual(rows)
  expect(() => parseRecordRows('rows', bytes.subarray(0, -2))).toThrow(invalid)
  expect(() => parseRecordRows('rows', Buffer.from(text))).toThrow(invalid)
})
