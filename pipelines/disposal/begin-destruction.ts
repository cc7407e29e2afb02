import type { DisposalItem } from '#archive-schema/disposal/disposal-item.ts'
import type { Transaction } from '#storage/catalogue/catalogue.ts'
import type { KeptList } from '#storage/catalogue/disposal-lists.ts'
import { insertDisposed } from '#storage/catalogue/dispose-record.ts'
import { findDisposed } from '#storage/catalogue/disposed-records.ts'
import { storesWithCopies } from '#storage/catalogue/object-copies.ts'
import { claimRetention } from '#storage/catalogue/retention.ts'
import { parentsBinding, parentsOnTheirWay } from '#storage/catalogue/retention-extensions.ts'
import { whileNotWritten } from '#storage/journal/journal.ts'
import { wholeSecond } from '../retention/whole-second.ts'
import type { DisposalTools } from './disposal-tools.ts'
import { absentStore, storesOf, type Waiting, whyNotErasable } from './erase-record.ts'
import { whyStaying } from './why-staying.ts'

/** Where a record of a list that is carried out stands. */
export type Standing =
  | { readonly number: string; readonly state: 'destroyed' }
  | { readonly number: string; readonly state: 'withheld'; readonly reason: string }
  | ({ readonly number: string; readonly state: 'waiting' } & Waiting)

/**
 * The point of no return, for every record that may go now: it leaves the database in the transaction in which its entry among the
 * destroyed is made. Resolves to where those stand that do not pass it.
 */
export async function beginDestruction(
  tools: DisposalTools,
  list: KeptList,
  items: readonly DisposalItem[],
): Promise<ReadonlyMap<string, Standing>> {
  let staying = new Map<string, Standing>()
  // A child goes after the joint parent that binds it: what waited is looked at again while anything moves.
  for (let left = items; ; left = left.filter(({ number }) => staying.has(number))) {
    staying = new Map()
    for (const item of left) {
      const stays = await begin(tools, list, item)
      if (stays !== undefined) staying.set(item.number, stays)
    }
    if (staying.size === left.length) return staying
  }
}

async function begin(tools: DisposalTools, list: KeptList, item: DisposalItem): Promise<Standing | undefined> {
  const { number } = item
  const { catalogue, now } = tools
  if ((await findDisposed(catalogue.pool, number)) !== undefined) return undefined
  const locked = await whyNotErasable(tools, item)
  return whileNotWritten(catalogue, async (transaction) => {
    const at = wholeSecond(now())
    const [term] = await claimRetention(transaction, [number])
    // Another process was faster.
    if ((await findDisposed(transaction, number)) !== undefined) return undefined
    const reason = await whyStaying(transaction, list, item, { term, at })
    if (reason !== undefined) return { number, state: 'withheld', reason }
    const stores = await storesWithCopies(transaction, number)
    const waiting = locked ?? absentStore(stores, await storesOf(tools)) ?? (await whyBound(transaction, item))
    if (waiting !== undefined) return { number, state: 'waiting', ...waiting }
    await insertDisposed(transaction, { list: list.id, item, at, stores })
    return undefined
  })
}

/** A child goes after the joint parents that bind it, also those that are on their way. */
async function whyBound(transaction: Transaction, { number, caseId }: DisposalItem): Promise<Waiting | undefined> {
  const [parent] = await parentsBinding(transaction, number)
  if (parent !== undefined) return { reason: `联办件 ${parent} 尚存` }
  const [moving] = await parentsOnTheirWay(transaction, caseId)
  return moving === undefined ? undefined : { reason: `联办件（办件 ${moving}）正在归档` }
}
