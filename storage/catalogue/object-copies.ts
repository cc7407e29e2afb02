import type { CopiedObject } from '#archive-schema/copies/copy-text.ts'
import type { StoreName } from '#archive-schema/copies/store-name.ts'
import { rows, run, type SqlRunner, sql } from './sql.ts'

/** 副本: an object as it rests in another store. */
export type ObjectCopy = CopiedObject & { readonly number: string | undefined; readonly lockedUntil: Date }

/** Enters a copy. The same again is no error. */
export async function insertCopy(runner: SqlRunner, store: StoreName, copy: ObjectCopy, at: Date): Promise<void> {
  const { key, number = null, bytes, sha256, sm3, version, lockedUntil } = copy
  await run(
    runner,
    sql`insert into object_copy (store, key, number, bytes, sha256, sm3, version, locked_until, copied_at)
        values (${store}, ${key}, ${number}, ${bytes}, ${sha256}, ${sm3}, ${version}, ${lockedUntil}, ${at})
        on conflict (store, key) do nothing`,
  )
}

/** The copies of `keys` that a store has, by key. */
export async function copiesOf(
  runner: SqlRunner,
  store: StoreName,
  keys: readonly string[],
): Promise<ReadonlyMap<string, ObjectCopy>> {
  const found = await rows<Columns>(
    runner,
    sql`select * from object_copy where store = ${store} and key = any(${keys})`,
  )
  return new Map(found.map((row) => [row.key, toCopy(row)]))
}

/** The stores in which objects of a record lie, its rows in the journal among them; the first one always. */
export async function storesWithCopies(runner: SqlRunner, number: string): Promise<StoreName[]> {
  const found = await rows<{ store: StoreName }>(
    runner,
    sql`select store from object_copy where number = ${number} and store <> 'first'
        union select c.store from journal_object j join object_copy c on c.key = j.key and c.store = 'second'
          where j.number = ${number}`,
  )
  return ['first', ...found.map(({ store }) => store)]
}

/** Copies of what belongs to no record, in the order of their keys, from the one after `key` on. */
export async function ledgerCopiesAfter(
  runner: SqlRunner,
  store: StoreName,
  key: string,
  limit: number,
): Promise<ObjectCopy[]> {
  const found = await rows<Columns>(
    runner,
    sql`select * from object_copy where store = ${store} and number is null and key collate "C" > ${key}
        order by key collate "C" limit ${limit}`,
  )
  return found.map(toCopy)
}

/** Copies that no text names yet, in the order of their keys. */
export async function untoldCopies(runner: SqlRunner, store: StoreName, limit: number): Promise<ObjectCopy[]> {
  const found = await rows<Columns>(
    runner,
    sql`select * from object_copy where store = ${store} and not is_told order by key collate "C" limit ${limit}`,
  )
  return found.map(toCopy)
}

/** Whether copies wait for a text that are more than the growth of the ledger by such texts themselves. */
export async function hasWorthTelling(runner: SqlRunner, store: StoreName): Promise<boolean> {
  const found = await rows(
    runner,
    sql`select 1 from object_copy where store = ${store} and not is_told
          and (number is not null or (key like 'ledger/texts/%' and key not like 'ledger/texts/store/%')) limit 1`,
  )
  return found.length > 0
}

/** A text that the ledger holds names these copies. */
export async function setTold(runner: SqlRunner, store: StoreName, keys: readonly string[]): Promise<void> {
  await run(runner, sql`update object_copy set is_told = true where store = ${store} and key = any(${keys})`)
}

/** The lock of a copy ends later now. */
export async function setCopyLock(runner: SqlRunner, store: StoreName, key: string, until: Date): Promise<void> {
  await run(
    runner,
    sql`update object_copy set locked_until = greatest(locked_until, ${until}) where store = ${store} and key = ${key}`,
  )
}

/** The copy is gone: a partial tile for which the full one is there. */
export async function deleteCopy(runner: SqlRunner, store: StoreName, key: string): Promise<void> {
  await run(runner, sql`delete from object_copy where store = ${store} and key = ${key}`)
}

type Columns = {
  key: string
  number: string | null
  bytes: string
  sha256: string
  sm3: string
  version: string
  locked_until: Date
}

function toCopy(row: Columns): ObjectCopy {
  const { key, sha256, sm3, version, locked_until: lockedUntil } = row
  return { key, sha256, sm3, version, lockedUntil, bytes: Number(row.bytes), number: row.number ?? undefined }
}
