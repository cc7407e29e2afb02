import { type CaseColumns, type CaseRow, type CaseState, caseColumns, toCase } from './cases.ts'
import { rows, type SqlRunner, sql } from './sql.ts'

/** Where a page of cases begins: after this one. */
export type CaseCursor = { readonly changedAt: Date; readonly id: string }

/** Cases that are in process, or that wait for a person, those that have stood there longest first. */
export async function casesInState(
  runner: SqlRunner,
  state: Exclude<CaseState, 'archived'>,
  page: { readonly after?: CaseCursor | undefined; readonly limit: number },
): Promise<CaseRow[]> {
  const { after, limit } = page
  const fits = after === undefined ? sql`true` : sql`(changed_at, id) > (${after.changedAt}, ${after.id}::uuid)`
  const found = await rows<CaseColumns>(
    runner,
    sql`select ${caseColumns} from case_file where state = ${state} and state <> 'archived' and ${fits}
        order by changed_at, id limit ${limit}`,
  )
  return found.map(toCase)
}
