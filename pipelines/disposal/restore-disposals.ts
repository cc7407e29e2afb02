import { DisposalItem } from '#archive-schema/disposal/disposal-item.ts'
import { DisposalFate, type DisposalText, parseDisposalText } from '#archive-schema/disposal/disposal-texts.ts'
import { entryOf } from '#archive-schema/ledger/ledger-entry.ts'
import type { Transaction } from '#storage/catalogue/catalogue.ts'
import { itemsOf } from '#storage/catalogue/disposal-lists.ts'
import {
  insertApproval,
  insertAttestation,
  insertCertificate,
  insertDisposalList,
  insertDisposalOrder,
  insertWithdrawal,
} from '#storage/catalogue/disposal-steps.ts'
import { insertDisposed, insertOutcome } from '#storage/catalogue/dispose-record.ts'
import { findDisposed } from '#storage/catalogue/disposed-records.ts'
import { placeOf } from '#storage/catalogue/ledger-entries.ts'
import { textKey } from '#storage/ledger/object-keys.ts'
import type { RetentionTools } from '../retention/retention-tools.ts'

type Proven = { readonly text: DisposalText; readonly sha256: string }

/**
 * Does appraisals, signatures and destructions again from their locked texts, for a catalogue that was restored from a backup: what a
 * 销毁证明 names as destroyed goes again. What is there already stays. The records, their terms and holds, and the ledger come first.
 * Resolves to the keys of texts that no entry of the ledger covers, for a person to judge.
 */
export async function restoreDisposals({
  catalogue,
  ledger,
}: Pick<RetentionTools, 'catalogue' | 'ledger'>): Promise<readonly string[]> {
  const [proven, unproven]: [Proven[], string[]] = [[], []]
  for await (const bytes of ledger.texts('dispose')) {
    const entry = entryOf('dispose', bytes)
    const isProven = (await placeOf(catalogue.pool, entry)) !== undefined
    if (isProven) proven.push({ text: parseDisposalText(bytes), sha256: entry.sha256 })
    else unproven.push(textKey(entry))
  }
  const lists = Map.groupBy(proven, ({ text }) => text.head.list)
  for (const texts of lists.values())
    await catalogue.transact(async (transaction) => {
      for (const form of steps) for (const each of texts) await restore(transaction, form, each)
    })
  return unproven
}

/** Each step allows the next. */
const steps = [
  'guidang-disposal-list/1',
  'guidang-disposal-approval/1',
  'guidang-disposal-withdrawal/1',
  'guidang-disposal-order/1',
  'destroyed',
  'guidang-disposal-attestation/1',
  'guidang-disposal-certificate/1',
] as const

async function restore(
  transaction: Transaction,
  step: (typeof steps)[number],
  { text: { head, lines }, sha256 }: Proven,
): Promise<void> {
  const at = new Date(head.at)
  if (step === 'destroyed' && head.form === 'guidang-disposal-certificate/1')
    return destroyAgain(transaction, head.list, DisposalFate.array().parse(lines), at)
  if (step !== head.form) return
  switch (head.form) {
    case 'guidang-disposal-list/1':
      await insertDisposalList(transaction, head, DisposalItem.array().parse(lines), sha256)
      return
    case 'guidang-disposal-approval/1':
      return insertApproval(transaction, head.list, { ...head, at }, sha256)
    case 'guidang-disposal-withdrawal/1':
      return insertWithdrawal(transaction, head.list, { ...head, at }, sha256)
    case 'guidang-disposal-order/1':
      return insertDisposalOrder(transaction, head.list, { ...head, at }, sha256)
    case 'guidang-disposal-attestation/1':
      return insertAttestation(transaction, head.list, { name: head.watcher.name, at }, sha256)
    case 'guidang-disposal-certificate/1':
      return insertCertificate(transaction, head.list, at, sha256)
  }
}

/** What the certificate names as destroyed goes out of the catalogue again; its objects were found to be gone then. */
async function destroyAgain(
  transaction: Transaction,
  list: string,
  fates: readonly DisposalFate[],
  at: Date,
): Promise<void> {
  const items = new Map((await itemsOf(transaction, list)).map((item) => [item.number, item]))
  for (const { number, verified } of fates) {
    const item = items.get(number)
    if (verified === undefined || item === undefined) continue
    if ((await findDisposed(transaction, number)) === undefined) {
      await insertDisposed(transaction, { list, item, at, stores: verified.stores })
    }
    await insertOutcome(transaction, number, { ...verified, verifiedAt: new Date(verified.at) })
  }
}
