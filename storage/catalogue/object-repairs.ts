import type { StoreName } from '#archive-schema/copies/store-name.ts'
import type { RepairPlaces } from '#storage/objects/repaired-store.ts'
import { firstRow, rows, run, type SqlRunner, sql } from './sql.ts'

/** A repair: which object of which store, where its good bytes lie, and which text tells of it. */
export type ObjectRepair = {
  readonly store: StoreName
  readonly key: string
  readonly place: string
  readonly textSha256: string
  readonly repairedAt: Date
}

export async function insertRepair(runner: SqlRunner, repair: ObjectRepair): Promise<void> {
  const { store, key, place, textSha256, repairedAt } = repair
  await run(
    runner,
    sql`insert into object_repair (store, key, place, text_sha256, repaired_at)
        values (${store}, ${key}, ${place}, ${textSha256}, ${repairedAt})`,
  )
}

/** How often an object was repaired. */
export async function countRepairs(runner: SqlRunner, store: StoreName, key: string): Promise<number> {
  const found = await firstRow<{ count: number }>(
    runner,
    sql`select count(*)::int as count from object_repair where store = ${store} and key = ${key}`,
  )
  return found?.count ?? 0
}

/** The newest repair of every key of a store: it says where the good bytes lie. */
export async function newestRepairs(runner: SqlRunner, store: StoreName): Promise<ReadonlyMap<string, ObjectRepair>> {
  const found = await rows<{ key: string; place: string; text_sha256: string; repaired_at: Date }>(
    runner,
    sql`select distinct on (key) key, place, text_sha256, repaired_at from object_repair
        where store = ${store} order by key, id desc`,
  )
  return new Map(
    found.map(({ key, place, text_sha256: textSha256, repaired_at: repairedAt }) => {
      return [key, { store, key, place, textSha256, repairedAt }] as const
    }),
  )
}

/** Which of `keys` some repair names, as what was bad or as where the good bytes lie. */
export async function keysOfRepairs(
  runner: SqlRunner,
  store: StoreName,
  keys: readonly string[],
): Promise<Set<string>> {
  const found = await rows<{ key: string }>(
    runner,
    sql`select key from object_repair where store = ${store} and key = any(${keys})
        union select place from object_repair where store = ${store} and place = any(${keys})`,
  )
  return new Set(found.map(({ key }) => key))
}

/** How long the list of repairs is used before it is read again: another process may have repaired. */
const freshMs = 2_000

/**
 * 修复位置 as the catalogue knows them. Repairs are few: the list is held in memory. Only its first reading is waited for, so that who
 * reads the store while he holds connections never waits for another one.
 */
export class CataloguedPlaces implements RepairPlaces {
  readonly #runner: SqlRunner
  readonly #store: StoreName
  #places: ReadonlyMap<string, string> | undefined
  #reading: Promise<ReadonlyMap<string, string>> | undefined
  #readAt = 0

  constructor(runner: SqlRunner, store: StoreName) {
    this.#runner = runner
    this.#store = store
  }

  async of(key: string): Promise<string> {
    return (await this.#known()).get(key) ?? key
  }

  async isRepaired(key: string): Promise<boolean> {
    return (await this.#known()).has(key)
  }

  async refresh(): Promise<void> {
    this.#places = undefined
    await this.#read()
  }

  async #known(): Promise<ReadonlyMap<string, string>> {
    if (this.#places === undefined) return this.#read()
    // Where it cannot be read now, the list as it was is used, and the next who asks tries again.
    if (performance.now() - this.#readAt > freshMs) this.#read().catch(() => undefined)
    return this.#places
  }

  #read(): Promise<ReadonlyMap<string, string>> {
    this.#reading ??= this.#query().finally(() => {
      this.#reading = undefined
    })
    return this.#reading
  }

  async #query(): Promise<ReadonlyMap<string, string>> {
    const found = await rows<{ key: string; place: string }>(
      this.#runner,
      sql`select key, place from object_repair where store = ${this.#store} order by id`,
    )
    this.#readAt = performance.now()
    this.#places = new Map(found.map(({ key, place }) => [key, place]))
    return this.#places
  }
}
