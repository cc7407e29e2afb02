import { rows, type SqlRunner, sql } from '#storage/catalogue/sql.ts'

/** A number of a sequence, and the record that has it. */
export type GivenNumber = {
  readonly sequence: string
  readonly number: number
  /** 电子文件号 of the preserved record of the case that was given it. */
  readonly record: string | undefined
}

/** Every number that was given to a case, whatever became of the case. */
export async function givenNumbers(runner: SqlRunner): Promise<GivenNumber[]> {
  const found = await rows<{ sequence: string; number: number; record: string | null }>(
    runner,
    sql`select g.kind || ' ' || g.scope as sequence, g.number, r.number as record from given_number g
        left join record r on r.case_id = g.case_id and r.preserved_at is not null order by 1, 2`,
  )
  return found.map(({ sequence, number, record }) => ({ sequence, number, record: record ?? undefined }))
}

/** 连续性: in every sequence each number from 1 on was given once, and its record is archived. */
export function numberFaults(given: readonly GivenNumber[]): string[] {
  const sequences = Map.groupBy(given, ({ sequence }) => sequence)
  return [...sequences].flatMap(([sequence, members]) => {
    const numbers = members.map(({ number }) => number)
    const highest = Math.max(...numbers)
    const missing = Array.from({ length: highest }, (_, i) => i + 1).filter((number) => !numbers.includes(number))
    const doubled = numbers.filter((number, i) => numbers.indexOf(number) !== i)
    const unused = members.flatMap(({ number, record }) => (record === undefined ? [number] : []))
    return [
      ...(missing.length === 0 ? [] : [`${sequence} lacks ${missing.join(', ')}`]),
      ...(doubled.length === 0 ? [] : [`${sequence} has ${doubled.join(', ')} twice`]),
      ...(unused.length === 0 ? [] : [`${sequence} gave ${unused.join(', ')} to cases that are not archived`]),
    ]
  })
}
