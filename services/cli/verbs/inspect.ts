import { writeFile } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { countOutcomes, type InspectionReport, type ReportItem } from '#archive-schema/inspection/inspection-report.ts'
import type { InspectionStage } from '#archive-schema/inspection/inspection-stage.ts'
import { statIfThere } from '#storage/content/stat-if-there.ts'
import { carryOutInspection } from '../../access/carry-out-inspection.ts'
import { formsOfRecords } from '../../access/forms-of-records.ts'
import { type InspectedFile, inspectFile } from '../../access/inspect-file.ts'
import { requireRecord } from '../../access/require-record.ts'
import type { Archive } from '../../open-archive.ts'
import { type ReportFormat, renderReport, reportFormats } from '../../reports/render-report.ts'
import type { Inspected } from '../../reports/report-page.ts'
import { note, print, printJson, table } from '../output.ts'
import { refuseDataFolder } from '../output-place.ts'
import { withArchive } from '../with-archive.ts'

type InspectOptions = { readonly stage: InspectionStage; readonly report?: string; readonly json?: boolean }

/** Runs the four-property inspection of a stage on stored records, or on packages in files, now. Exit 1 unless all of them pass. */
export async function inspect(targets: readonly string[], options: InspectOptions): Promise<void> {
  await withArchive(async (archive) => {
    const target = await openTarget(options.report, archive)
    const held: Held[] = []
    for (const one of targets) {
      const inspected = { ...(await inspectTarget(archive, one, options.stage)), name: basename(one) }
      const { report } = inspected
      // Without a report on the batch nothing of it need be held: a batch may be large.
      if (target !== undefined) held.push(inspected)
      if (report.outcome !== 'PASS') process.exitCode = 1
      await (options.json === true ? printJson(report) : print(describe(report)))
    }
    if (target !== undefined) await writeReport(target, held, archive)
  })
}

/** What was inspected; `name` is what it is called where this archive holds no record of it. */
type Held = InspectedFile & { readonly name: string }

/** A file is a package, anything else the number of a stored record. */
async function inspectTarget(archive: Archive, target: string, stage: InspectionStage): Promise<InspectedFile> {
  if ((await statIfThere(target))?.isFile() === true) return inspectFile(archive, target, stage)
  const record = await requireRecord(archive.catalogue, target)
  return { report: await carryOutInspection(archive, record, stage), record }
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

async function writeReport({ file, format }: Target, held: readonly Held[], archive: Archive): Promise<void> {
  const [first, ...others] = held.map(toldOf)
  if (first === undefined) return
  const registered = held.flatMap(({ record }) => record ?? [])
  const forms = await formsOfRecords(archive, registered)
  await writeFile(file, await renderReport(format, [first, ...others], archive.config.chromium, forms))
  note(`${file}  ${1 + others.length} 件`)
}

function toldOf({ report, record, name }: Held): Inspected {
  return { report, record: record ?? { archivalCode: '未登记', title: name, unit: '未登记' } }
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
