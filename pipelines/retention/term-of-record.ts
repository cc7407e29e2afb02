import type { StartRule } from '#archive-schema/retention/start-rules.ts'
import { latestEnd, type RetentionTerm, retentionTerm } from '#archive-schema/retention/term.ts'
import type { RecordEntry } from '#storage/catalogue/records.ts'
import { endsOf } from '#storage/catalogue/retention.ts'
import type { SqlRunner } from '#storage/catalogue/sql.ts'
import { boundChildren } from './bound-children.ts'

/** What of a record decides its term. */
export type TermSource = Pick<RecordEntry, 'retention' | 'finishedAt' | 'decidedAt' | 'metadata'>

/** 保管期限: by the period of the scope table, and of a joint parent at least as long as that of the longest child it binds. */
export async function termOfRecord(runner: SqlRunner, record: TermSource, rule: StartRule): Promise<RetentionTerm> {
  const { startsAt, endsAt } = retentionTerm(record.retention, rule, record)
  return { startsAt, endsAt: latestEnd(endsAt, ...(await endsOf(runner, boundChildren(record.metadata.case)))) }
}
