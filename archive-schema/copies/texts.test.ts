import { expect, test } from 'vitest'
import { measureBytes } from '#archive-schema/evidence/digest.ts'
import { type AuditReport, formatAuditReport, parseAuditReport } from './audit-text.ts'
import { type CopyBatch, formatCopyBatch, parseCopyBatch } from './copy-text.ts'
import { formatRepair, parseRepair, type Repair } from './repair-text.ts'

const fixity = measureBytes(Buffer.from('一件'))
const at = new Date('2026-11-25T08:00:00.000Z')
const batch: CopyBatch = {
  store: 'second',
  place: 'WORM folder /copies',
  copiedAt: at,
  objects: [{ ...fixity, key: '0117/2026/A-1/A-1.zip', version: '1' }],
}
const report: AuditReport = {
  ...{ store: 'first', slice: 2, slices: 12, sample: 100, startedAt: at, finishedAt: at },
  ...{ records: 3, ledgerObjects: 2, listed: 9, uncopied: 0, checked: 8, bytes: 77, coverage: fixity.sha256 },
  faults: [
    { kind: 'changed', key: '0117/2026/A-1/A-1.zip', number: 'A-1' },
    { kind: 'extra', key: '全宗/外 来.bin' },
  ],
}
const { sha256, sm3 } = fixity
const repair: Repair = {
  ...{ store: 'first', source: 'second', repairedAt: at, key: 'a/b', place: 'repaired/1/a/b', version: '1', bytes: 6 },
  ...{ digests: { sha256, sm3 }, bad: ['missing', 'missing'], good: ['6 bytes', '6 bytes'] },
}
const texts = [
  ['副本登记', formatCopyBatch(batch), parseCopyBatch, batch],
  ['固化核查报告', formatAuditReport(report), parseAuditReport, report],
  ['修复记录', formatRepair(repair), parseRepair, repair],
] as const

test.for(texts)('%s: what was written is read again', ([, bytes, parse, written]) => {
  expect(parse(bytes)).toEqual(written)
})

test.for(texts)('%s: a text that is written in another way is refused', ([, bytes, parse]) => {
  const text = Buffer.from(bytes).toString()
  const others = [
    text.slice(0, -1),
    `${text}\n`,
    text.replace('\n', '\r\n'),
    text.replace(': ', ':  '),
    text.replace(/bytes: (\d)/, 'bytes: 0$1'),
    text.replace('store: ', 'stores: '),
    text.replace('2026-11-25T08:00:00.000Z', '2026-11-25'),
    text.replace('/1\n', '/2\n'),
  ]
  for (const other of others) {
    expect(other).not.toBe(text)
    expect(() => parse(Buffer.from(other)), other).toThrow(expect.objectContaining({ code: 'EVIDENCE_INVALID' }))
  }
})

test('a sum that is not the sum of the objects, and a kind of fault that there is not, are refused', () => {
  const copied = Buffer.from(formatCopyBatch(batch)).toString()
  expect(() => parseCopyBatch(Buffer.from(copied.replace('objects: 1', 'objects: 2')))).toThrow()
  const audited = Buffer.from(formatAuditReport(report)).toString()
  expect(() => parseAuditReport(Buffer.from(audited.replace('changed A-1', 'fine A-1')))).toThrow()
})
