import type { StoreName } from '#archive-schema/copies/store-name.ts'
import { uncopiedObject } from './kept-objects.ts'
import { rows, type SqlRunner, sql } from './sql.ts'

/** 副本滞后: what a store has no copy of yet, and since when the oldest of it rests in the first store. */
export type CopyLag = {
  /** Records one of whose objects has no copy. */
  readonly records: number
  /** Segments, and rows of records that they name. */
  readonly journal: number
  /** Texts and checkpoints; tiles are copied with them. */
  readonly ledger: number
  readonly since: Date | undefined
}

export async function copyLag(runner: SqlRunner, store: StoreName): Promise<CopyLag> {
  const found = await rows<{ part: 'records' | 'journal' | 'ledger'; objects: number; since: Date | null }>(
    runner,
    sql`select 'records' as part, count(*)::int as objects, min(r.preserved_at) as since from record r
          where r.preserved_at is not null and exists (${uncopiedObject(store)})
        union all
        select k.part, count(*)::int, min(k.since) from (
            select 'journal' as part, key, registered_at as since from journal_object where is_named
            union all
            select 'ledger', 'ledger/texts/' || type || '/' || sha256, queued_at from ledger_entry where type <> 'seal'
            union all
            select 'ledger', tree || 'checkpoints/' || lpad(size::text, 16, '0'), published_at
              from ledger_checkpoint, (values ('ledger/'), ('ledger/sm3/')) trees (tree)
          ) k where not exists (select from object_copy c where c.store = ${store} and c.key = k.key) group by k.part`,
  )
  const count = (part: string) => found.find((row) => row.part === part)?.objects ?? 0
  const [oldest] = found.flatMap(({ since }) => since ?? []).toSorted((one, other) => one.getTime() - other.getTime())
  return { records: count('records'), journal: count('journal'), ledger: count('ledger'), since: oldest }
}
