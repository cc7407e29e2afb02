import { z } from 'zod'
import { isXmlText } from '#archive-schema/metadata/check-text.ts'
import type { ElementGroup } from '#archive-schema/metadata/vocabulary.ts'
import { metadataFileRule } from '#archive-schema/profiles/element-rule.ts'
import files from '#archive-schema/profiles/inspection-report-files.json' with { type: 'json' }
import { writeXml } from '#archive-schema/xml/write-xml.ts'
import type { BatchReport } from './batch-report.ts'
import { countOutcomes, type InspectionReport, type ReportItem } from './inspection-report.ts'

const { titleAttribute } = files
/** Form of the report of one record. */
export const reportFile = metadataFileRule.parse(files.report)
/** Form of the report of a batch: the summary, then the report of every record. */
export const batchFile = metadataFileRule.parse({
  ...files.batch,
  elements: [...files.batch.elements, { ...files.record, children: files.report.elements }],
})

/** 四性检测报告 of one record as XML. */
export function writeReportXml(report: InspectionReport): Uint8Array {
  return writeXml(titleAttribute, reportFile, reportGroup(report))
}

/** 四性检测批次报告 as XML. */
export function writeBatchXml(batch: BatchReport): Uint8Array {
  return writeXml(titleAttribute, batchFile, {
    ...headGroup(batch),
    count: String(batch.count),
    bytes: String(batch.bytes),
    conclusions: texts(batch.conclusions),
    rules: batch.rules.map(({ rule, title, counts }) => ({ rule, title, counts: texts(counts) })),
    forms: batch.forms.map(({ counts = [], ...form }) => ({ ...texts(form), counts: counts.map(texts) })),
    records: batch.records.map(reportGroup),
  })
}

function reportGroup(report: InspectionReport): ElementGroup {
  return {
    ...headGroup(report),
    ...texts({ number: report.number, outcome: report.outcome, ...report.target }),
    counts: texts(countOutcomes(report)),
    gates: report.gates.map((gate) => ({ ...texts(gate), rules: gate.rules })),
    items: report.items.map(itemGroup),
  }
}

function headGroup({ stage, profile, tool, inspectedAt }: InspectionReport | BatchReport): ElementGroup {
  return texts({
    stage,
    profile: profile.id,
    profileVersion: profile.version,
    tool: tool.name,
    version: tool.version,
    inspectedAt,
  })
}

function itemGroup({ evidence, decisions = [], blocking, ...item }: ReportItem): ElementGroup {
  return {
    ...texts(item),
    blocking: blocking ? '是' : '否',
    evidence: evidence.map(texts),
    decisions: decisions.map(texts),
  }
}

const scalar = z.union([z.string(), z.number()])

/** The values that are texts or numbers, as XML can hold them. */
function texts(values: object): Readonly<Record<string, string>> {
  const given = Object.entries(values).flatMap(([key, value]) => {
    const { data } = scalar.safeParse(value)
    return data === undefined ? [] : [[key, spelledOut(String(data))] as const]
  })
  return Object.fromEntries(given)
}

/** What was found in a record may hold characters that XML has no way to write: they are spelled out, as in `\u{1}`. */
function spelledOut(text: string): string {
  if (isXmlText(text)) return text
  return [...text].map((one) => (isXmlText(one) ? one : `\\u{${(one.codePointAt(0) ?? 0).toString(16)}}`)).join('')
}
