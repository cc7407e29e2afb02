import { attempt } from '#archive-schema/attempt.ts'
import { insertRepair, newestRepairs, type ObjectRepair } from '#storage/catalogue/object-repairs.ts'
import type { SqlRunner } from '#storage/catalogue/sql.ts'
import type { ObjectStore } from '#storage/objects/object-store.ts'

/**
 * 修复位置 after a loss: which store is the first may have changed since objects were repaired. What was repaired in the other store is
 * read here where its good bytes lie, and what was repaired in a store that is gone, under its own key. `store` is the first one,
 * without repairs.
 */
export async function settlePlaces(runner: SqlRunner, store: ObjectStore): Promise<void> {
  const [own, others] = [await newestRepairs(runner, 'first'), await newestRepairs(runner, 'second')]
  for (const key of new Set([...own.keys(), ...others.keys()])) {
    const [repair, other] = [own.get(key), others.get(key)]
    if (repair !== undefined && (await lies(store, repair.place))) continue
    if (other !== undefined && (await lies(store, other.place))) await settle(runner, other, other.place)
    else if (repair !== undefined && (await lies(store, key))) await settle(runner, repair, key)
  }
}

/** What cannot be looked at, because something lies over it, is there. */
async function lies(store: ObjectStore, place: string): Promise<boolean> {
  const seen = await attempt(() => store.stat(place))
  return 'refusal' in seen || seen.value !== undefined
}

function settle(runner: SqlRunner, repair: ObjectRepair, place: string): Promise<void> {
  return insertRepair(runner, { ...repair, store: 'first', place })
}
