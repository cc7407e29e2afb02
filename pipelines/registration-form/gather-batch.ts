import { digestHex } from '#archive-schema/evidence/digest.ts'
import { applyDecisions } from '#archive-schema/inspection/apply-decisions.ts'
import { InspectionReport } from '#archive-schema/inspection/inspection-report.ts'
import { type ArchivedRecord, BatchContents } from '#archive-schema/registration-form/batch-contents.ts'
import type { FormNumber } from '#archive-schema/registration-form/form-number.ts'
import { ReportTally } from '#archive-schema/registration-form/report-tally.ts'
import type { TalliedItem } from '#archive-schema/registration-form/tallied-item.ts'
import { type GatheredRecord, recordsOf, refusedOf, unfinishedOf } from '#storage/catalogue/batch-entries.ts'
import type { SqlRunner } from '#storage/catalogue/sql.ts'

/** What a batch holds, and what its inspection reports came to item by item. */
export type GatheredBatch = { readonly contents: BatchContents; readonly items: readonly TalliedItem[] }

/** Gathers a batch, or the year of a unit: the report of each record is that of 归档, with what persons have decided. */
export async function gatherBatch(runner: SqlRunner, form: FormNumber): Promise<GatheredBatch> {
  const tally = new ReportTally()
  const records: ArchivedRecord[] = []
  for await (const gathered of recordsOf(runner, form)) {
    const report = InspectionReport.parse(applyDecisions(gathered.report, gathered.decisions))
    tally.add(report)
    records.push(archivedRecord(gathered, report))
  }
  const [unfinished, refused] = [await unfinishedOf(runner, form), await refusedOf(runner, form)]
  return { contents: BatchContents.parse({ records, unfinished, refused: refused.map(named) }), items: tally.items }
}

function archivedRecord({ number, archivalCode, bytes, packageSha256 }: GatheredRecord, report: InspectionReport) {
  return { number, archivalCode, bytes, packageSha256, reportSha256: digestHex('sha256', JSON.stringify(report)) }
}

function named({ folder, serialNumber, code }: Awaited<ReturnType<typeof refusedOf>>[number]) {
  return { folder, ...(serialNumber === undefined ? {} : { serialNumber }), code }
}
