import type { NumberSequence } from '#storage/catalogue/numbers.ts'
import { run, type Sql, type SqlRunner, sql } from '#storage/catalogue/sql.ts'

/** A number that is in use, whatever the journal says of it; without `caseId` nobody knows by which case. */
export type TakenNumber = NumberSequence & { readonly number: number; readonly caseId?: string }

const unknownCase = '00000000-0000-0000-0000-000000000000'

/** A restored backup may hold cases that were refused since: they go as they went then. */
export async function dropRefusedCases(transaction: SqlRunner): Promise<void> {
  await run(
    transaction,
    sql`delete from case_file where state <> 'archived' and id in (select case_id from refusal where case_id is not null)`,
  )
}

/**
 * 编号: keeps the numbers that are in use, and sets those free of cases that were lost with the database before they became records:
 * they are the next to be given, so that no number is skipped and none is given twice.
 */
export async function settleNumbers(transaction: SqlRunner, taken: readonly TakenNumber[]): Promise<void> {
  const used = sql`jsonb_to_recordset(${JSON.stringify(taken)})
    as u (kind text, scope text, number integer, "caseId" uuid)`
  const isUsed = (of: Sql) => sql`exists (select from ${used} where (u.kind, u.scope, u.number) = (${of}))`
  await run(
    transaction,
    sql`insert into number_sequence (kind, scope, last) select u.kind, u.scope, max(u.number) from ${used} group by u.kind, u.scope
        on conflict (kind, scope) do update set last = greatest(number_sequence.last, excluded.last)
        where excluded.last > number_sequence.last`,
  )
  await run(
    transaction,
    sql`insert into given_number (kind, scope, number, case_id)
        select u.kind, u.scope, u.number, coalesce(u."caseId", ${unknownCase}::uuid) from ${used} on conflict do nothing`,
  )
  await run(
    transaction,
    sql`delete from given_number g where ${isLost} and not ${isUsed(sql`g.kind, g.scope, g.number`)}`,
  )
  await run(transaction, sql`delete from free_number f where ${isUsed(sql`f.kind, f.scope, f.number`)}`)
  await run(
    transaction,
    sql`insert into free_number (kind, scope, number)
        select q.kind, q.scope, n from number_sequence q, generate_series(1, q.last) n
        where not exists (select from given_number g where (g.kind, g.scope, g.number) = (q.kind, q.scope, n))
        on conflict do nothing`,
  )
}

/**
 * Whether the case `g` of a number is neither a record, nor was one that was destroyed, nor is on its way to become one under this
 * number.
 */
const isLost = sql`not exists (select from record r where r.case_id = g.case_id)
  and not exists (select from disposed_record d where d.case_id = g.case_id)
  and not (g.kind = 'electronic-record-code'
    and exists (select from stage_result d where d.case_id = g.case_id and d.stage = 'description'))`
