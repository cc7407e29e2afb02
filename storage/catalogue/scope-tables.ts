import { ArchiveError } from '#archive-schema/archive-error.ts'
import { digestHex } from '#archive-schema/evidence/digest.ts'
import { isApproved, type ScopeTableEdition, scopeTableId } from '#archive-schema/scope/scope-table.ts'
import { firstRow, rows, type SqlRunner, sql } from './sql.ts'

/**
 * Takes in a scope table. The same table again is harmless (resolves to false); a draft gives way to the next edition of its
 * version, be it a draft or approved. Throws `SCOPE_TABLE_CHANGED` for other content under a known approved version: what
 * was approved never changes.
 */
export async function importScopeTable(runner: SqlRunner, table: ScopeTableEdition, at: Date): Promise<boolean> {
  const id = scopeTableId(table)
  const body = JSON.stringify(table)
  const sha256 = digestHex('sha256', body)
  const written = await rows(
    runner,
    sql`insert into scope_table (id, credit_code, version, effective_from, sha256, body, imported_at)
        values (${id}, ${table.creditCode}, ${table.version}, ${table.effectiveFrom}, ${sha256}, ${body}, ${at})
        on conflict (id) do update
          set effective_from = excluded.effective_from, sha256 = excluded.sha256, body = excluded.body,
              imported_at = excluded.imported_at
          where scope_table.body->>'status' = '草案' and scope_table.sha256 <> excluded.sha256
        returning id`,
  )
  if (written.length === 1) return true
  const known = await firstRow<{ sha256: string }>(runner, sql`select sha256 from scope_table where id = ${id}`)
  if (known?.sha256 !== sha256) throw new ArchiveError({ code: 'SCOPE_TABLE_CHANGED', found: id })
  return false
}

/**
 * Reads scope tables. An approved version never changes, so each is fetched once for a process; which versions a body has,
 * and what its drafts say, is asked anew each time.
 */
export class ScopeTableReader {
  readonly #runner: SqlRunner
  readonly #approved = new Map<string, ScopeTableEdition>()

  constructor(runner: SqlRunner) {
    this.#runner = runner
  }

  /** Every scope table of a body, drafts too, oldest first. */
  async ofBody(creditCode: string): Promise<ScopeTableEdition[]> {
    const found = await rows<{ id: string }>(
      this.#runner,
      sql`select id from scope_table where credit_code = ${creditCode} order by effective_from, id`,
    )
    return this.byIds(found.map(({ id }) => id))
  }

  /** Every scope table, drafts too: body by body, oldest first; of one version only, where it is given. */
  async all(version?: string): Promise<ScopeTableEdition[]> {
    const wanted = version === undefined ? sql`true` : sql`version = ${version}`
    const found = await rows<{ id: string }>(
      this.#runner,
      sql`select id from scope_table where ${wanted} order by credit_code, effective_from, id`,
    )
    return this.byIds(found.map(({ id }) => id))
  }

  /** Tables by their ids, in that order. Throws when there is none of an id. */
  async byIds(ids: readonly string[]): Promise<ScopeTableEdition[]> {
    const found = await rows<{ id: string; body: ScopeTableEdition }>(
      this.#runner,
      sql`select id, body from scope_table where id = any(${ids.filter((id) => !this.#approved.has(id))})`,
    )
    for (const { id, body } of found) if (isApproved(body)) this.#approved.set(id, body)
    const tables = new Map(found.map(({ id, body }) => [id, body]))
    return ids.map((id) => {
      const table = this.#approved.get(id) ?? tables.get(id)
      if (table === undefined) throw new Error(`there is no scope table ${id}`)
      return table
    })
  }
}
