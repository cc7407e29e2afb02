import { readdir, readFile } from 'node:fs/promises'
import type { ClientBase } from 'pg'
import { digestHex } from '#archive-schema/evidence/digest.ts'
import { setJournalTriggers } from '../journal/journal-triggers.ts'
import { firstRow, run, sql } from './sql.ts'

const folder = new URL('./migrations/', import.meta.url)
/** Key of the advisory lock that lets one process at a time migrate; any constant of our own will do. */
const migrationLock = 0x0a_2c_41_0e

/**
 * Applies what is new in `migrations/`, in order, forward only, in one transaction, and sets the triggers of the journal. Refuses if an
 * applied file was edited since.
 */
export async function migrate(transaction: ClientBase): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  await run(transaction, sql`select pg_advisory_xact_lock(${migrationLock})`)
  await run(
    transaction,
    sql`create table if not exists migration (
          name text primary key, sha256 text not null, applied_at timestamptz not null default now())`,
  )
  const applied: string[] = []
  for (const name of names) if (await applyOnce(transaction, name)) applied.push(name)
  await setJournalTriggers(transaction)
  return applied
}

async function applyOnce(transaction: ClientBase, name: string): Promise<boolean> {
  const text = await readFile(new URL(name, folder), 'utf8')
  const sha256 = digestHex('sha256', text)
  const known = await firstRow<{ sha256: string }>(transaction, sql`select sha256 from migration where name = ${name}`)
  if (known?.sha256 === sha256) return false
  if (known !== undefined) throw new Error(`${name} was edited after it was applied: add a new migration instead`)
  await transaction.query(text)
  await run(transaction, sql`insert into migration (name, sha256) values (${name}, ${sha256})`)
  return true
}
