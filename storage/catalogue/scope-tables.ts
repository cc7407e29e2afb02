import { ArchiveError } from '#archive-schema/archive-error.ts'
import { digestHex } from '#archive-schema/evidence/digest.ts'
import { type ScopeTable, scopeTableId } from '#archive-schema/scope/scope-table.ts'
import { firstRow, rows, type SqlRunner, sql } from './sql.ts'

/**
 * Takes in an approved scope table. The same table again is harmless (resolves to false).
 * Throws `SCOPE_TABLE_CHANGED` for other content under a known version: what was approved never changes.
 */
export async function importScopeTable(runner: SqlRunner, table: ScopeTable, at: Date): Promise<boolean> {
  const id = scopeTableId(table)
  const body = JSON.stringify(table)
  const sha256 = digestHex('sha256', body)
  const inserted = await rows(
    runner,
    sql`insert into scope_table (id, credit_code, version, effective_from, sha256, body, imported_at)
        values (${id}, ${table.creditCode}, ${table.version}, ${table.effectiveFrom}, ${sha256}, ${body}, ${at})
        on conflict (id) do nothing returning id`,
  )
  if (inserted.length === 1) return true
  const known = await firstRow<{ sha256: string }>(runner, sql`select sha256 from scope_table where id = ${id}`)
  if (known?.sha256 !== sha256) throw new ArchiveError({ code: 'SCOPE_TABLE_CHANGED', found: id })
  return false
}

/**
 * Reads approved scope tables. An approved version never changes, so each is fetched once for a process; which versions a
 * body has is asked anew each time.
 */
export class ScopeTableReader {
  readonly #runner: SqlRunner
  readonly #known = new Map<string, ScopeTable>()

  constructor(runner: SqlRunner) {
    this.#runner = runner
  }

  /** Every approved scope table of a body, oldest first. */
  async ofBody(creditCode: string): Promise<ScopeTable[]> {
    const found = await rows<{ id: string }>(
      this.#runner,
      sql`select id from scope_table where credit_code = ${creditCode} order by effective_from, id`,
    )
    return this.byIds(found.map(({ id }) => id))
  }

  /** Tables by their ids, in that order. Throws when there is none of an id. */
  async byIds(ids: readonly string[]): Promise<ScopeTable[]> {
    const missing = ids.filter((id) => !this.#known.has(id))
    if (missing.length > 0) {
      const found = await rows<{ id: string; body: ScopeTable }>(
        this.#runner,
        sql`select id, body from scope_table where id = any(${missing})`,
      )
      for (const { id, body } of found) this.#known.set(id, body)
    }
    return ids.map((id) => {
      const table = this.#known.get(id)
      if (table === undefined) throw new Error(`there is no scope table ${id}`)
      return table
    })
  }
}
