import type { Transaction } from './catalogue.ts'
import { run, sql } from './sql.ts'

/**
 * 退号: takes the numbers back that a returned case was given; they are free for the next cases of their sequences. Refused
 * by PostgreSQL unless the return is kept already, and for a case that is registered.
 */
export async function freeNumbers(transaction: Transaction, caseId: string): Promise<void> {
  await run(
    transaction,
    sql`insert into free_number (kind, scope, number)
        select kind, scope, number from given_number where case_id = ${caseId}`,
  )
  await run(transaction, sql`delete from given_number where case_id = ${caseId}`)
}
