import { defaultStartRule } from '#archive-schema/retention/start-rules.ts'
import type { PreservedRecord } from '#storage/catalogue/records.ts'
import { type RecordRetention, retentionOf } from '#storage/catalogue/retention.ts'
import type { SqlRunner } from '#storage/catalogue/sql.ts'
import { termOfRecord } from './term-of-record.ts'

/** The retention of a record; as it will be entered, where it was preserved before terms were kept. */
export async function retentionOfRecord(runner: SqlRunner, record: PreservedRecord): Promise<RecordRetention> {
  const kept = await retentionOf(runner, record.number)
  if (kept !== undefined) return kept
  const term = await termOfRecord(runner, record, defaultStartRule)
  const lockedUntil = new Date(record.objects.lockedUntil)
  return { number: record.number, startRule: defaultStartRule.key, ...term, lockedUntil, held: false, storeHeld: false }
}
