import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { ReportItem } from '#archive-schema/inspection/inspection-report.ts'
import { inspectStored } from '../../access/inspect-stored.ts'
import { requireRecord } from '../../access/require-record.ts'
import { countOutcomes } from '../../access/show-record.ts'
import { print, printJson, table } from '../output.ts'
import { withArchive } from '../with-archive.ts'

/** Runs the four-property inspection on a stored record, now. Exit 1 unless it passes. */
export async function inspect(
  number: string,
  options: { readonly stage: string; readonly json?: boolean },
): Promise<void> {
  if (options.stage !== 'gd') {
    throw new ArchiveError({ code: 'REQUEST_INVALID', field: '--stage', found: `${options.stage}: only gd is built` })
  }
  await withArchive(async (archive) => {
    const record = await requireRecord(archive.catalogue, number)
    const report = await inspectStored(archive, record)
    if (report.outcome !== 'PASS') process.exitCode = 1
    if (options.json === true) return printJson(report)
    const items = report.items.map(({ rule, outcome, blocking, title }) => [rule, outcome, blocking ? '*' : '', title])
    const heading = `${record.number}  ${report.outcome}  ${JSON.stringify(countOutcomes(report.items))}`
    return print([heading, table(items), ...report.items.flatMap(tellingEvidence)].join('\n'))
  })
}

/** What a reader must see of an item: why it does not pass, and what was found one by one, as of signatures in content files. */
function tellingEvidence({ rule, outcome, evidence }: ReportItem): readonly string[] {
  const isTelling = outcome === 'FAIL' || outcome === 'MANUAL_REVIEW' || evidence.length > 1
  return isTelling ? evidence.map(({ location = '', found = '' }) => `${rule}  ${location}  ${found}`) : []
}
