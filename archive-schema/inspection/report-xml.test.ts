import { expect, test } from 'vitest'
import { readXml } from '#archive-schema/xml/read-xml.ts'
import { summariseReports } from './batch-report.ts'
import { exampleReport } from './example-report.ts'
import { batchFile, reportFile, writeBatchXml, writeReportXml } from './report-xml.ts'

test('says all that the report says, item by item', () => {
  const values = readXml('title', reportFile, writeReportXml(exampleReport))
  const { target, items } = exampleReport
  expect(values).toMatchObject({
    number: exampleReport.number,
    stage: 'yj',
    outcome: 'MANUAL_REVIEW',
    sha256: target.sha256,
  })
  expect(values['counts']).toEqual({ PASS: '1', FAIL: '0', MANUAL_REVIEW: '1', NOT_APPLICABLE: '0', NOT_CHECKED: '1' })
  expect(values['gates']).toEqual(
    exampleReport.gates.map(({ rules, ...gate }) => ({ ...gate, ...(rules.length === 0 ? {} : { rules }) })),
  )
  expect(values['items']).toEqual(
    items.map(({ blocking, ...item }) => expect.objectContaining({ ...item, blocking: blocking ? '是' : '否' })),
  )
})

test('spells out what XML cannot hold', () => {
  const items = exampleReport.items.map((item) => ({ ...item, evidence: [{ found: '题名\u0001\ud800。' }] }))
  const xml = Buffer.from(writeReportXml({ ...exampleReport, items })).toString()
  expect(xml).toContain('题名\\u{1}\\u{d800}。')
})

test('a batch holds its sums and every report', () => {
  const forms = [
    { number: '430190-0117-20260801', version: 2, registered: '2 件', counts: [{ rule: 'GD-2-1', outcome: 'PASS' }] },
    { number: '430190-0117-20260802' },
  ] as const
  const batch = summariseReports([exampleReport, { ...exampleReport, number: '2', outcome: 'PASS' }], forms)
  const values = readXml('title', batchFile, writeBatchXml(batch))
  expect(values).toMatchObject({ count: '2', bytes: String(2 * exampleReport.target.bytes) })
  expect(values['conclusions']).toMatchObject({ PASS: '1', MANUAL_REVIEW: '1', FAIL: '0' })
  expect(values['forms']).toEqual([{ ...forms[0], version: '2' }, forms[1]])
  expect(values['records']).toMatchObject([{ number: exampleReport.number }, { number: '2' }])
})
