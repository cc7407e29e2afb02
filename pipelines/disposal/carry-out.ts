import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { Catalogue } from '#storage/catalogue/catalogue.ts'
import { findList, itemsOf, type KeptList } from '#storage/catalogue/disposal-lists.ts'
import type { LockTools } from '../retention/retention-tools.ts'
import { destroyRecord, type Standing } from './destroy-record.ts'

/**
 * 实施销毁: destroys the records of a list as far as they may go now, and tells where each stands. The same again goes on: with what
 * waited for its locks, and with what a killed process has left. Throws `DISPOSAL_NOT_ORDERED`,
 * `DISPOSAL_ORDERED` of a closed list, `DISPOSAL_LIST_MISSING`, `DISPOSAL_TRACES`, `STORE_UNAVAILABLE`.
 */
export async function carryOut(tools: LockTools, id: string): Promise<readonly Standing[]> {
  const list = await requireOrdered(tools.catalogue, id)
  if (list.certificateSha256 !== undefined) throw new ArchiveError({ code: 'DISPOSAL_ORDERED', file: id })
  const items = (await itemsOf(tools.catalogue.pool, list.id)).filter(({ opinion }) => opinion === 'destroy')
  const standing = new Map<string, Standing>()
  // A child goes after the joint parent that binds it: what waited is looked at again while anything moves.
  for (let moved = true; moved; ) {
    moved = false
    for (const item of items) {
      if (standing.get(item.number)?.state === 'destroyed') continue
      const next = await destroyRecord(tools, id, item)
      standing.set(item.number, next)
      moved ||= next.state === 'destroyed'
    }
  }
  return items.flatMap(({ number }) => standing.get(number) ?? [])
}

/** A list that is being carried out, or was. Throws `DISPOSAL_NOT_ORDERED`, `DISPOSAL_LIST_MISSING`. */
async function requireOrdered({ pool }: Catalogue, id: string): Promise<KeptList> {
  const list = await findList(pool, id)
  if (list === undefined) throw new ArchiveError({ code: 'DISPOSAL_LIST_MISSING', found: id })
  if (list.order === undefined) throw new ArchiveError({ code: 'DISPOSAL_NOT_ORDERED', file: id })
  return list
}
