import type { StoreName } from '#archive-schema/copies/store-name.ts'
import type { DisposalItem } from '#archive-schema/disposal/disposal-item.ts'
import type { Transaction } from './catalogue.ts'
import type { DisposalOutcome } from './disposed-records.ts'
import { run, type SqlRunner, sql } from './sql.ts'

/** A record that a list takes out of the database, and the stores in which its objects lie. */
export type Destruction = {
  readonly list: string
  readonly item: DisposalItem
  readonly at: Date
  readonly stores: readonly StoreName[]
}

/** Enters that a record is destroyed: its metadata go, but for what the list says of it. Its term and holds are claimed before. */
export async function insertDisposed(transaction: Transaction, { list, item, at, stores }: Destruction): Promise<void> {
  await run(
    transaction,
    sql`insert into disposed_record (number, archival_code, case_id, list, disposed_at, stores, system_code, serial_number)
        select ${item.number}, ${item.archivalCode}, ${item.caseId}, ${list}, ${at}, ${stores}, c.system_code, c.serial_number
        from (select) one left join case_file c on c.id = ${item.caseId}`,
  )
  await purgeDisposed(transaction, [item.number])
}

/**
 * Takes out of the database whatever is of destroyed records: metadata, history, search index, copies, and where their objects lie.
 * With what a backup brought back as well.
 */
export async function purgeDisposed(transaction: Transaction, numbers: readonly string[]): Promise<void> {
  const cases = sql`(select case_id from disposed_record where number = any(${numbers}))`
  const acts = sql`(select id from business_entity where number = any(${numbers}))`
  for (const statement of [
    sql`delete from search_entry where number = any(${numbers})`,
    sql`delete from document where number = any(${numbers})`,
    sql`delete from description_version where number = any(${numbers})`,
    sql`delete from inspection_decision where number = any(${numbers})`,
    sql`delete from change_notice where number = any(${numbers})`,
    sql`delete from business_agent where business in ${acts}`,
    sql`delete from business_entity where number = any(${numbers})`,
    sql`delete from lock_fault where number = any(${numbers})`,
    sql`delete from object_copy where number = any(${numbers})`,
    sql`delete from object_copy where (store, key) in (select s.name, j.key from journal_object j,
          (values ('first'), ('second')) s (name) where j.number = any(${numbers}))`,
    sql`delete from journal_object where number = any(${numbers})`,
    sql`delete from case_decision where case_id in ${cases}`,
    sql`delete from record where number = any(${numbers})`,
    sql`delete from case_file where id in ${cases}`,
  ])
    await run(transaction, statement)
}

/** Enters that nothing of a destroyed record was found any more, nor a copy that was being made. The same again is no second time. */
export async function insertOutcome(
  runner: SqlRunner,
  number: string,
  { stores, erased, verifiedAt }: DisposalOutcome,
): Promise<void> {
  await run(
    runner,
    sql`insert into disposal_outcome (number, stores, erased, verified_at)
        values (${number}, ${stores}, ${erased}, ${verifiedAt}) on conflict (number) do nothing`,
  )
  await run(runner, sql`delete from object_copy where number = ${number}`)
}
