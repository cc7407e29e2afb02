import { ArchiveError } from '#archive-schema/archive-error.ts'
import { attempt } from '#archive-schema/attempt.ts'
import type { StoreName } from '#archive-schema/copies/store-name.ts'
import type { DisposalItem } from '#archive-schema/disposal/disposal-item.ts'
import { asOnlyCopier } from '#storage/catalogue/copying-lock.ts'
import type { DisposalOutcome } from '#storage/catalogue/disposed-records.ts'
import { isObjectKey } from '#storage/objects/object-key.ts'
import type { ObjectStore } from '#storage/objects/object-store.ts'
import type { LockTools } from '../retention/retention-tools.ts'

/** Why something stays for now: until an instant, where one is known. */
export type Waiting = { readonly reason: string; readonly until?: Date }

type OpenStores = ReadonlyMap<StoreName, ObjectStore>

/** The stores in which objects of a record may lie. Throws `STORE_UNAVAILABLE` while one is down: then nothing is destroyed. */
export async function storesOf({ store, stores }: LockTools): Promise<OpenStores> {
  const second = await stores.second?.open()
  return new Map([['first', store], ...(second === undefined ? [] : [['second', second] as const])])
}

/** A store with objects of a record that this process does not know of: while it is not looked at, nothing is proved. */
export function absentStore(named: readonly StoreName[], open: OpenStores): Waiting | undefined {
  const absent = named.find((name) => !open.has(name))
  return absent === undefined ? undefined : { reason: `存有副本的存储未配置：${absent}` }
}

/** Why the objects of a record cannot be deleted now: a lock still on, or a hold of the store. Locks are waited for, never broken. */
export async function whyNotErasable(tools: LockTools, { folder }: DisposalItem): Promise<Waiting | undefined> {
  let until = tools.now()
  for (const store of (await storesOf(tools)).values())
    for await (const { key, retainUntil, isHeld } of store.traces(folder)) {
      if (isHeld) return { reason: `存储中的保全：${key}` }
      if (retainUntil !== undefined && retainUntil > until) until = retainUntil
    }
  return until > tools.now() ? { reason: '保管锁定未到期', until } : undefined
}

/**
 * 物理删除与不可恢复性验证: deletes everything that lies in the folder of a destroyed record, in every store, and looks for it again. Nobody
 * copies meanwhile. Throws `DISPOSAL_TRACES` if anything is left.
 */
export async function eraseRecord(
  tools: LockTools,
  { item, stores: named }: { readonly item: DisposalItem; readonly stores: readonly StoreName[] },
): Promise<DisposalOutcome | Waiting> {
  const stores = await storesOf(tools)
  const absent = absentStore(named, stores)
  if (absent !== undefined) return absent
  const erased = await asOnlyCopier(tools.catalogue, () => attempt(() => eraseIn(stores, item)))
  if (erased === undefined) return { reason: '正在复制副本' }
  if ('value' in erased) return { stores: [...stores.keys()], erased: erased.value, verifiedAt: tools.now() }
  const { code, message } = erased.refusal
  if (code === 'STORE_OBJECT_LOCKED' || code === 'STORE_OBJECT_HELD') return { reason: message }
  throw erased.refusal
}

async function eraseIn(stores: OpenStores, { folder, number }: DisposalItem): Promise<number> {
  let erased = 0
  for (const [name, store] of stores) {
    const found = await Array.fromAsync(store.traces(folder))
    await store.erase(folder)
    // What a killed writer has left has no key to ask by.
    for (const { key } of found.filter((trace) => isObjectKey(trace.key)))
      if ((await store.stat(key)) !== undefined) throw left(number, `${name}: ${key}`)
    for await (const { key, version } of store.traces(folder)) throw left(number, `${name}: ${key} ${version}`)
    erased += found.length
  }
  return erased
}

function left(file: string, found: string): ArchiveError {
  return new ArchiveError({ code: 'DISPOSAL_TRACES', file, found })
}
