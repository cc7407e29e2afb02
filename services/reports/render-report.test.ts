import { expect, test } from 'vitest'
import { exampleReport } from '#archive-schema/inspection/example-report.ts'
import { InspectionReport } from '#archive-schema/inspection/inspection-report.ts'
import { type ReportFormat, renderReport } from './render-report.ts'

const one = { report: exampleReport, record: { archivalCode: '0142-1', title: '申请', unit: '某局' } }
const text = async (format: ReportFormat, ...more: (typeof one)[]) =>
  Buffer.from(await renderReport(format, [one, ...more], undefined)).toString()

test('the JSON of one record is its report', async () => {
  expect(InspectionReport.parse(JSON.parse(await text('json')))).toEqual(exampleReport)
})

test('the JSON of several records is that of the batch', async () => {
  expect(JSON.parse(await text('json', one))).toMatchObject({ count: 2, records: [exampleReport, exampleReport] })
})

test.for<[ReportFormat, string, string]>([
  ['xml', '<inspection_report title="四性检测报告">', '<inspection_batch title="四性检测批次报告">'],
  ['html', '<title>电子档案四性检测报告</title>', '<title>电子档案四性检测批次报告</title>'],
])('%s too tells one record from a batch', async ([format, ofOne, ofBatch]) => {
  expect(await text(format)).toContain(ofOne)
  expect(await text(format)).not.toContain(ofBatch)
  expect(await text(format, one)).toContain(ofBatch)
})
