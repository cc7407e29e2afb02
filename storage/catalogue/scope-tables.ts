import { createHash } from 'node:crypto'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { type ScopeTable, scopeTableId } from '#archive-schema/scope/scope-table.ts'
import { firstRow, rows, type SqlRunner, sql } from './sql.ts'

/**
 * Takes in an approved scope table. The same table again is harmless (resolves to false).
 * Throws `SCOPE_TABLE_CHANGED` for other content under a known version: what was approved never changes.
 */
export async function importScopeTable(runner: SqlRunner, table: ScopeTable, at: Date): Promise<boolean> {
  const id = scopeTableId(table)
  const body = JSON.stringify(table)
  const sha256 = createHash('sha256').update(body).digest('hex')
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

/** Every approved scope table of a body, oldest first. */
export async function scopeTablesOf(runner: SqlRunner, creditCode: string): Promise<ScopeTable[]> {
  const found = await rows<{ body: ScopeTable }>(
    runner,
    sql`select body from scope_table where credit_code = ${creditCode} order by effective_from, id`,
  )
  return found.map(({ body }) => body)
}
