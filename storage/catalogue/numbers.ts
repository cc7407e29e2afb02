import type { Transaction } from './catalogue.ts'
import { firstRow, sql } from './sql.ts'

/**
 * Takes the next number of a sequence, from 1. The sequence stays locked until the transaction ends and a rollback gives
 * the number back, so that numbers are gap-free and unique however many workers there are (DA/T 70 连续性).
 */
export async function takeNumber(transaction: Transaction, kind: string, scope: string): Promise<number> {
  const row = await firstRow<{ last: number }>(
    transaction,
    sql`insert into number_sequence (kind, scope, last) values (${kind}, ${scope}, 1)
        on conflict (kind, scope) do update set last = number_sequence.last + 1 returning last`,
  )
  if (row === undefined) throw new Error(`no number from sequence ${kind} ${scope}`)
  return row.last
}
