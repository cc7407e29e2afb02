import { summariseReports } from '#archive-schema/inspection/batch-report.ts'
import { writeBatchXml, writeReportXml } from '#archive-schema/inspection/report-xml.ts'
import { batchPage } from './batch-page.ts'
import { type Inspected, reportPage } from './report-page.ts'

/** Forms in which a report can be had, with their media types. */
export const reportFormats = {
  json: 'application/json',
  xml: 'application/xml; charset=utf-8',
  html: 'text/html; charset=utf-8',
} as const
export type ReportFormat = keyof typeof reportFormats

/** 检测报告 in one of its forms: of one record its own, of several that of the batch. */
export async function renderReport(
  format: ReportFormat,
  inspected: readonly [Inspected, ...Inspected[]],
): Promise<Uint8Array<ArrayBuffer>> {
  return Uint8Array.from(
    await (inspected.length === 1 ? renderOne(format, inspected[0]) : renderBatch(format, inspected)),
  )
}

async function renderOne(format: ReportFormat, inspected: Inspected): Promise<Uint8Array> {
  if (format === 'json') return jsonBytes(inspected.report)
  if (format === 'xml') return writeReportXml(inspected.report)
  return textBytes(await reportPage(inspected))
}

async function renderBatch(format: ReportFormat, inspected: readonly [Inspected, ...Inspected[]]): Promise<Uint8Array> {
  const [first, ...others] = inspected
  const batch = summariseReports([first.report, ...others.map(({ report }) => report)])
  if (format === 'json') return jsonBytes(batch)
  if (format === 'xml') return writeBatchXml(batch)
  return textBytes(await batchPage(batch, inspected))
}

function jsonBytes(value: object): Uint8Array {
  return textBytes(`${JSON.stringify(value, null, 2)}\n`)
}

function textBytes(text: { toString(): string }): Uint8Array {
  return new TextEncoder().encode(text.toString())
}
