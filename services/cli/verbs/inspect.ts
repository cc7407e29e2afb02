import { writeFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { countOutcomes, type InspectionReport, type ReportItem } from '#archive-schema/inspection/inspection-report.ts'
import type { InspectionStage } from '#archive-schema/inspection/inspection-stage.ts'
import type { FormSummary } from '#archive-schema/registration-form/form-summary.ts'
import type { PreservedRecord } from '#storage/catalogue/records.ts'
import { carryOutInspection } from '../../access/carry-out-inspection.ts'
import { formsOfRecords } from '../../access/forms-of-records.ts'
import { requireRecord } from '../../access/require-record.ts'
import type { Archive } from '../../open-archive.ts'
import { type ReportFormat, renderReport, reportFormats } from '../../reports/render-report.ts'
import type { Inspected } from '../../reports/report-page.ts'
import { note, print, printJson, table } from '../output.ts'
import { refuseDataFolder } from '../output-place.ts'
import { withArchive } from '../with-archive.ts'

type InspectOptions = { readonly stage: InspectionStage; readonly report?: string; readonly json?: boolean }

/** Runs the four-property inspection of a stage on stored records, now. Exit 1 unless all of them pass. */
export async function inspect(numbers: readonly string[], options: InspectOptions): Promise<void> {
  await withArchive(async (archive) => {
    const target = await openTarget(options.report, archive)
    const inspected: Inspected[] = []
    const records: PreservedRecord[] = []
    for (const number of numbers) {
      const record = await requireRecord(archive.catalogue, number)
      const report = await carryOutInspection(archive, record, options.stage)
      // Without a report on the batch nothing of it need be held: a batch may be large.
      if (target !== undefined) {
        inspected.push({ report, record })
        records.push(record)
      }
      if (report.outcome !== 'PASS') process.exitCode = 1
      await (options.json === true ? printJson(report) : print(describe(report)))
    }
    if (target !== undefined) await writeReport(target, inspected, await formsOfRecords(archive, records), archive)
  })
}

type Target = { readonly file: string; readonly format: ReportFormat }

/** Where the report goes and in which form: known before anything is inspected. Throws `REQUEST_INVALID`. */
async function openTarget(file: string | undefined, { config }: Archive): Promise<Target | undefined> {
  if (file === undefined) return undefined
  const format = (Object.keys(reportFormats) as ReportFormat[]).find((one) => `.${one}` === extname(file))
  const found = `${file}: ${Object.keys(reportFormats).join(', ')}`
  if (format === undefined) throw new ArchiveError({ code: 'REQUEST_INVALID', field: '--report', found })
  await refuseDataFolder(file, config.dataDir, '--report')
  return { file, format }
}

async function writeReport(
  { file, format }: Target,
  [first, ...others]: readonly Inspected[],
  forms: readonly FormSummary[],
  { config }: Archive,
): Promise<void> {
  if (first === undefined) return
  await writeFile(file, await renderReport(format, [first, ...others], config.chromium, forms))
  note(`${file}  ${1 + others.length} 件`)
}

function describe(report: InspectionReport): string {
  const items = report.items.map(({ rule, outcome, blocking, title }) => [rule, outcome, blocking ? '*' : '', title])
  const counts = JSON.stringify(countOutcomes(report))
  const heading = `${report.number}  ${report.stage}  ${report.outcome}  ${counts}`
  const gates = table(report.gates.map(({ gate, outcome, rules }) => [gate, outcome, `${rules.length} 项`]))
  return [heading, gates, table(items), ...report.items.flatMap(tellingEvidence)].join('\n')
}

/** What a reader must see of an item: why it does not pass, and what was found one by one, as of signatures in content files. */
function tellingEvidence({ rule, outcome, evidence }: ReportItem): readonly string[] {
  const isTelling = outcome === 'FAIL' || outcome === 'MANUAL_REVIEW' || evidence.length > 1
  return isTelling ? evidence.map(({ location = '', found = '' }) => `${rule}  ${location}  ${found}`) : []
}
