import { readdir, readFile } from 'node:fs/promises'
import type { ClientBase } from 'pg'
import { digestHex } from '#archive-schema/evidence/digest.ts'
import { firstRow, sql } from './sql.ts'

const folder = new URL('./migrations/', import.meta.url)
/** Key of the advisory lock that lets one process at a time migrate; any constant of our own will do. */
const migrationLock = 0x0a_2c_41_0e

/** Applies what is new in `migrations/`, in order, forward only. Refuses if an applied file was edited since. */
export async function migrate(client: ClientBase): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  await client.query('begin')
  try {
    await client.query(sql`select pg_advisory_xact_lock(${migrationLock})`.query)
    await client.query(`create table if not exists migration (
      name text primary key, sha256 text not null, applied_at timestamptz not null default now())`)
    const applied: string[] = []
    for (const name of names) if (await applyOnce(client, name)) applied.push(name)
    await client.query('commit')
    return applied
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

async function applyOnce(client: ClientBase, name: string): Promise<boolean> {
  const text = await readFile(new URL(name, folder), 'utf8')
  const sha256 = digestHex('sha256', text)
  const known = await firstRow<{ sha256: string }>(client, sql`select sha256 from migration where name = ${name}`)
  if (known?.sha256 === sha256) return false
  if (known !== undefined) throw new Error(`${name} was edited after it was applied: add a new migration instead`)
  await client.query(text)
  await client.query(sql`insert into migration (name, sha256) values (${name}, ${sha256})`.query)
  return true
}
