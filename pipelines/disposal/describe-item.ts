import { dirname } from 'node:path'
import type { DisposalItem, Opinion } from '#archive-schema/disposal/disposal-item.ts'
import { chinaDay } from '#archive-schema/retention/china-day.ts'
import { documentsOf } from '#storage/catalogue/documents.ts'
import type { PreservedRecord } from '#storage/catalogue/records.ts'
import type { RecordRetention } from '#storage/catalogue/retention.ts'
import type { SqlRunner } from '#storage/catalogue/sql.ts'

const dayMs = 86_400_000

/** A record whose term has an end. */
export type EndingTerm = RecordRetention & { readonly endsAt: Date }

/** 销毁清册条目: what a list says of a record, as it stands now. */
export async function describeItem(
  runner: SqlRunner,
  record: PreservedRecord,
  { startsAt, endsAt }: EndingTerm,
  { opinion, reason, at }: { readonly opinion: Opinion; readonly reason: string; readonly at: Date },
): Promise<DisposalItem> {
  const { number, archivalCode, title, fondsCode, year, itemCode, itemName, caseId, objects } = record
  return {
    ...{ opinion, reason, number, archivalCode, title, fondsCode, year, itemCode, itemName, caseId },
    finishedOn: chinaDay(record.finishedAt),
    period: record.retention,
    startsOn: chinaDay(startsAt),
    endsOn: chinaDay(endsAt),
    keptDays: Math.max(0, Math.floor((at.getTime() - startsAt.getTime()) / dayMs)),
    files: (await documentsOf(runner, number)).length,
    bytes: record.packageFixity.bytes,
    packageSha256: record.packageFixity.sha256,
    evidenceSha256: objects.evidence.sha256,
    folder: `${dirname(objects.package.key)}/`,
  }
}
