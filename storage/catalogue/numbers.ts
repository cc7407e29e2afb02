import type { Transaction } from './catalogue.ts'
import { firstRow, rows, run, type SqlRunner, sql } from './sql.ts'

/** 编号流水: what is counted (电子文件号 or 档号), and within which scope. */
export type NumberSequence = { readonly kind: 'electronic-record-code' | 'archival-code'; readonly scope: string }

/**
 * Takes a number of a sequence for a case: the lowest that a returned case left free, else the next, from 1. The sequence
 * stays locked until the transaction ends and a rollback gives the number back, so that numbers are gap-free and unique
 * however many workers there are (DA/T 70 连续性).
 */
export async function takeNumber(transaction: Transaction, sequence: NumberSequence, caseId: string): Promise<number> {
  const { kind, scope } = sequence
  const number = (await takeFreeNumber(transaction, sequence)) ?? (await nextNumber(transaction, sequence))
  await run(
    transaction,
    sql`insert into given_number (kind, scope, number, case_id) values (${kind}, ${scope}, ${number}, ${caseId})`,
  )
  return number
}

/** Takes the lowest free number of a sequence, if there is one. A rollback leaves it free. */
async function takeFreeNumber(transaction: Transaction, { kind, scope }: NumberSequence): Promise<number | undefined> {
  // One that another transaction is taking is passed over: there is always a next number.
  const row = await firstRow<{ number: number }>(
    transaction,
    sql`delete from free_number where (kind, scope, number) in (
          select kind, scope, number from free_number where kind = ${kind} and scope = ${scope}
          order by number limit 1 for update skip locked)
        returning number`,
  )
  return row?.number
}

async function nextNumber(transaction: Transaction, { kind, scope }: NumberSequence): Promise<number> {
  const row = await firstRow<{ last: number }>(
    transaction,
    sql`insert into number_sequence (kind, scope, last) values (${kind}, ${scope}, 1)
        on conflict (kind, scope) do update set last = number_sequence.last + 1 returning last`,
  )
  if (row === undefined) throw new Error(`no number from sequence ${kind} ${scope}`)
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

/** Numbers of a sequence below `end` that no case was given and that no returned case left free: there should be none. */
export async function missingNumbers(runner: SqlRunner, sequence: NumberSequence, end: number): Promise<number[]> {
  const { kind, scope } = sequence
  const known = sql`(select kind, scope, number from given_number union all select kind, scope, number from free_number)`
  const given = sql`select 1 from ${known} g where g.kind = ${kind} and g.scope = ${scope}`
  const counted = await firstRow<{ count: string }>(
    runner,
    sql`select count(*) from ${known} g where g.kind = ${kind} and g.scope = ${scope} and g.number < ${end}`,
  )
  // Counting is cheap; the gaps are looked for only when there are some.
  if (Number(counted?.count) === end - 1) return []
  const missing = await rows<{ number: number }>(
    runner,
    sql`select n as number from generate_series(1, ${end - 1}::integer) n where not exists (${given} and g.number = n)`,
  )
  return missing.map(({ number }) => number)
}

/** Registered records of which it is not known that their case was given both numbers: there are none but after a loss. */
export function recordsWithoutGivenNumber(
  runner: SqlRunner,
): Promise<{ readonly number: string; readonly archivalCode: string; readonly caseId: string }[]> {
  return rows(
    runner,
    sql`select r.number, r.archival_code as "archivalCode", r.case_id as "caseId" from record r
        where (select count(*) from given_number g where g.case_id = r.case_id) < 2 order by r.number`,
  )
}
