import type { DisposalItem } from '#archive-schema/disposal/disposal-item.ts'
import type { Transaction } from '#storage/catalogue/catalogue.ts'
import { findDisposed, insertDisposed, insertOutcome } from '#storage/catalogue/disposed-records.ts'
import { claimRetention, type RecordRetention } from '#storage/catalogue/retention.ts'
import { parentsBinding } from '#storage/catalogue/retention-extensions.ts'
import { whileNotWritten } from '#storage/journal/journal.ts'
import type { LockTools } from '../retention/retention-tools.ts'
import { wholeSecond } from '../retention/whole-second.ts'
import { eraseRecord, type Waiting, whyNotErasable } from './erase-record.ts'

/** Where a record of a list that is carried out stands. */
export type Standing =
  | { readonly number: string; readonly state: 'destroyed' }
  | { readonly number: string; readonly state: 'withheld'; readonly reason: string }
  | ({ readonly number: string; readonly state: 'waiting' } & Waiting)

/**
 * 销毁一件: looks at the record again (its holds, its term, its locks), takes it out of the database in the transaction in which its
 * entry among the destroyed is made, then deletes its objects and proves that they are gone. A killed process is followed by the next:
 * each step finds what is done. The order of the list was given before.
 */
export async function destroyRecord(tools: LockTools, list: string, item: DisposalItem): Promise<Standing> {
  const { number } = item
  const { pool } = tools.catalogue
  const disposed = await findDisposed(pool, number)
  if (disposed?.outcome !== undefined) return { number, state: 'destroyed' }
  if (disposed === undefined) {
    const refused = await begin(tools, list, item)
    if (refused !== undefined) return refused
  }
  const outcome = await eraseRecord(tools, item)
  if ('reason' in outcome) return { number, state: 'waiting', ...outcome }
  await insertOutcome(pool, number, outcome)
  return { number, state: 'destroyed' }
}

/** The point of no return. Resolves to why it is not passed. */
async function begin(tools: LockTools, list: string, item: DisposalItem): Promise<Standing | undefined> {
  const locked = await whyNotErasable(tools, item)
  return whileNotWritten(tools.catalogue, () =>
    tools.catalogue.transact(async (transaction) => {
      const at = wholeSecond(tools.now())
      const [term] = await claimRetention(transaction, [item.number])
      // Another process was faster.
      if ((await findDisposed(transaction, item.number)) !== undefined) return undefined
      const staying = whyStaying(item.number, term, at) ?? (await whyWaiting(transaction, item.number, locked))
      if (staying === undefined) await insertDisposed(transaction, list, item, at)
      return staying
    }),
  )
}

function whyStaying(number: string, term: RecordRetention | undefined, at: Date): Standing | undefined {
  if (term?.held !== false) return { number, state: 'withheld', reason: '保全' }
  if (term.endsAt !== undefined && term.endsAt <= at) return undefined
  return { number, state: 'withheld', reason: '保管期限已延长' }
}

/** A child goes after the joint parents that bind it. */
async function whyWaiting(
  transaction: Transaction,
  number: string,
  locked: Waiting | undefined,
): Promise<Standing | undefined> {
  if (locked !== undefined) return { number, state: 'waiting', ...locked }
  const [parent] = await parentsBinding(transaction, number)
  return parent === undefined ? undefined : { number, state: 'waiting', reason: `联办件 ${parent} 尚存` }
}
