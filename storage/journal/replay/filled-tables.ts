import { rows, Sql, type SqlRunner } from '#storage/catalogue/sql.ts'
import { keptTables } from '../kept-tables.ts'

/** Filled by the migration itself. */
const filledFromStart = 'ledger_sweep'

/** Which of the tables that are kept have rows: in an empty database none. */
export async function filledTables(runner: SqlRunner): Promise<string[]> {
  const kept = keptTables.filter(({ in: where, name }) => where !== 'database' && name !== filledFromStart)
  const asked = kept.map(({ name }) => `select '${name}' as name where exists (select from ${name})`)
  const found = await rows<{ name: string }>(runner, new Sql([asked.join(' union all ')], []))
  return found.map(({ name }) => name)
}
