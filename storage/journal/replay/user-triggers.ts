import { rows, run, Sql, type SqlRunner, sql } from '#storage/catalogue/sql.ts'

type Trigger = { readonly place: string; readonly name: string }

/**
 * Does `work` while the triggers of tables that refuse changes, or make some of their own, are at rest: what is replayed has passed
 * them already. Foreign keys and checks stay. They are at work again in the same transaction, so that nobody else sees them at rest.
 */
export async function withTriggersAtRest<T>(
  transaction: SqlRunner,
  tables: readonly string[],
  work: () => Promise<T>,
): Promise<T> {
  const always = await rows<Trigger>(
    transaction,
    sql`select tgrelid::regclass::text as place, tgname as name from pg_trigger
        where not tgisinternal and tgenabled = 'A' and tgrelid::regclass::text = any(${tables})`,
  )
  for (const table of tables) await alter(transaction, `${table} disable trigger user`)
  const result = await work()
  // What a deferred foreign key has still to look at would forbid to alter its table.
  await run(transaction, sql`set constraints all immediate`)
  for (const table of tables) await alter(transaction, `${table} enable trigger user`)
  for (const { place, name } of always) await alter(transaction, `${place} enable always trigger ${name}`)
  return result
}

/** What changes in these tables is journaled again, while all else is at rest. */
export async function journalAgain(transaction: SqlRunner, tables: readonly string[]): Promise<void> {
  for (const table of tables) await alter(transaction, `${table} enable always trigger journal`)
}

function alter(transaction: SqlRunner, change: string): Promise<void> {
  return run(transaction, new Sql([`alter table ${change}`], []))
}
