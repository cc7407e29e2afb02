import { summariseReports } from '#archive-schema/inspection/batch-report.ts'
import { writeBatchXml, writeReportXml } from '#archive-schema/inspection/report-xml.ts'
import type { FormSummary } from '#archive-schema/registration-form/form-summary.ts'
import { batchPage } from './batch-page.ts'
import { printPage } from './print-page.ts'
import { type Inspected, reportPage } from './report-page.ts'

/** Forms in which a report can be had, with their media types. */
export const reportFormats = {
  json: 'application/json',
  xml: 'application/xml; charset=utf-8',
  html: 'text/html; charset=utf-8',
  pdf: 'application/pdf',
} as const
export type ReportFormat = keyof typeof reportFormats

/**
 * 检测报告 in one of its forms: of one record its own, of several that of the batch, with the forms that
 * register it. PDF is the page, printed by `chromium`.
 * Throws as `printPage`.
 */
export async function renderReport(
  format: ReportFormat,
  inspected: readonly [Inspected, ...Inspected[]],
  chromium: string | undefined,
  forms: readonly FormSummary[] = [],
): Promise<Uint8Array<ArrayBuffer>> {
  if (format === 'pdf') return Uint8Array.from(await printPage(await renderForm('html', inspected, forms), chromium))
  return Uint8Array.from(await renderForm(format, inspected, forms))
}

type Form = Exclude<ReportFormat, 'pdf'>

type Batch = readonly [Inspected, ...Inspected[]]

function renderForm(form: Form, inspected: Batch, forms: readonly FormSummary[]): Promise<Uint8Array> {
  return inspected.length === 1 ? renderOne(form, inspected[0]) : renderBatch(form, inspected, forms)
}

async function renderOne(form: Form, inspected: Inspected): Promise<Uint8Array> {
  if (form === 'json') return jsonBytes(inspected.report)
  if (form === 'xml') return writeReportXml(inspected.report)
  return textBytes(await reportPage(inspected))
}

async function renderBatch(form: Form, inspected: Batch, forms: readonly FormSummary[]): Promise<Uint8Array> {
  const [first, ...others] = inspected
  const batch = summariseReports([first.report, ...others.map(({ report }) => report)], forms)
  if (form === 'json') return jsonBytes(batch)
  if (form === 'xml') return writeBatchXml(batch)
  return textBytes(await batchPage(batch, inspected))
}

function jsonBytes(value: object): Uint8Array {
  return textBytes(`${JSON.stringify(value, null, 2)}\n`)
}

function textBytes(text: { toString(): string }): Uint8Array {
  return new TextEncoder().encode(text.toString())
}
