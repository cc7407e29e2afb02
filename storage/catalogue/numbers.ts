import type { Transaction } from './catalogue.ts'
import { firstRow, rows, run, type SqlRunner, sql } from './sql.ts'

/** 编号流水: what is counted (电子文件号 or 档号), and within which scope. */
export type NumberSequence = { readonly kind: 'electronic-record-code' | 'archival-code'; readonly scope: string }

/**
 * Takes the next number of a sequence for a case, from 1. The sequence stays locked until the transaction ends and a
 * rollback gives the number back, so that numbers are gap-free and unique however many workers there are (DA/T 70 连续性).
 */
export async function takeNumber(
  transaction: Transaction,
  { kind, scope }: NumberSequence,
  caseId: string,
): Promise<number> {
  const row = await firstRow<{ last: number }>(
    transaction,
    sql`insert into number_sequence (kind, scope, last) values (${kind}, ${scope}, 1)
        on conflict (kind, scope) do update set last = number_sequence.last + 1 returning last`,
  )
  if (row === undefined) throw new Error(`no number from sequence ${kind} ${scope}`)
  await run(
    transaction,
    sql`insert into given_number (kind, scope, number, case_id) values (${kind}, ${scope}, ${row.last}, ${caseId})`,
  )
  return row.last
}

/** The number of a kind that a case was given, and its sequence. */
export async function givenNumber(
  runner: SqlRunner,
  kind: NumberSequence['kind'],
  caseId: string,
): Promise<(NumberSequence & { readonly number: number }) | undefined> {
  const given = await firstRow<{ scope: string; number: number }>(
    runner,
    sql`select scope, number from given_number where kind = ${kind} and case_id = ${caseId}`,
  )
  return given && { kind, ...given }
}

/** Numbers of a sequence below `end` that no case was given: there should be none. */
export async function missingNumbers(runner: SqlRunner, sequence: NumberSequence, end: number): Promise<number[]> {
  const { kind, scope } = sequence
  const given = sql`select 1 from given_number g where g.kind = ${kind} and g.scope = ${scope}`
  const counted = await firstRow<{ count: string }>(
    runner,
    sql`select count(*) from given_number where kind = ${kind} and scope = ${scope} and number < ${end}`,
  )
  // Counting is cheap; the gaps are looked for only when there are some.
  if (Number(counted?.count) === end - 1) return []
  const missing = await rows<{ number: number }>(
    runner,
    sql`select n as number from generate_series(1, ${end - 1}::integer) n where not exists (${given} and g.number = n)`,
  )
  return missing.map(({ number }) => number)
}
