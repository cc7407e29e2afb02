import { rows, run, Sql, type SqlRunner, sql } from '../catalogue/sql.ts'
import { keptTables, outboxColumns } from './kept-tables.ts'

/**
 * Sets the trigger of the journal on every table that `keptTables` wants in it and that has none yet. What such a table holds already
 * is put into the outbox: it is as new to the journal as what comes.
 */
export async function setJournalTriggers(transaction: SqlRunner): Promise<void> {
  const missing = await tablesWithoutTrigger(transaction)
  for (const table of keptTables) {
    const columns = outboxColumns(table)
    if (columns === undefined || !missing.has(table.name)) continue
    const arguments_ = columns.map((column) => `'${column}'`).join(', ')
    await run(
      transaction,
      statement(`create trigger journal after insert or update or delete on ${table.name}
        for each row execute function journal_change(${arguments_})`),
    )
    await run(transaction, statement(`alter table ${table.name} enable always trigger journal`))
    await run(transaction, statement(enterAll(table.name, columns)))
  }
}

function enterAll(table: string, columns: readonly string[]): string {
  const content =
    columns.length === 0 ? 'to_jsonb(t)' : `jsonb_build_object(${columns.map((c) => `'${c}', t.${c}`).join(', ')})`
  return `insert into journal_outbox (table_name, operation, content) select '${table}', 'insert', ${content} from ${table} t`
}

async function tablesWithoutTrigger(runner: SqlRunner): Promise<ReadonlySet<string>> {
  const found = await rows<{ name: string }>(
    runner,
    sql`select c.relname as name from pg_class c where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace
        and not exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'journal')`,
  )
  return new Set(found.map(({ name }) => name))
}

/** A statement whose names come from `keptTables`: names of tables and columns cannot be bound. */
function statement(text: string): Sql {
  return new Sql([text], [])
}
