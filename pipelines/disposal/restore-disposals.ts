import { DisposalItem } from '#archive-schema/disposal/disposal-item.ts'
import { DisposalFate, type DisposalText, parseDisposalText } from '#archive-schema/disposal/disposal-texts.ts'
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
import type { RetentionTools } from '../retention/retention-tools.ts'
import { disposalTextOf } from './disposal-text-of.ts'

/** A text that the ledger covers; it is read again when its turn comes, for a list and its certificate name a thousand records. */
type Proven = Pick<DisposalText['head'], 'form' | 'list'> & { readonly sha256: string }

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
  for await (const { key, text, sha256, isProven } of ledger.toldTexts('dispose')) {
    if (isProven) proven.push(provenBy(parseDisposalText(text), sha256))
    else unproven.push(key)
  }
  for (const [list, texts] of Map.groupBy(proven, (text) => text.list))
    await catalogue.transact(async (transaction) => {
      for (const [form, doAgain] of steps)
        for (const { sha256 } of texts.filter((text) => text.form === form))
          await doAgain(transaction, await disposalTextOf(ledger, list, sha256), sha256)
    })
  return unproven
}

function provenBy({ head: { form, list } }: DisposalText, sha256: string): Proven {
  return { form, list, sha256 }
}

type Step = (transaction: Transaction, text: DisposalText, sha256: string) => Promise<void>

/** Each step allows the next. */
const steps: readonly (readonly [DisposalText['head']['form'], Step])[] = [
  ['guidang-disposal-list/1', enterAgain],
  ['guidang-disposal-approval/1', enterAgain],
  ['guidang-disposal-withdrawal/1', enterAgain],
  ['guidang-disposal-order/1', enterAgain],
  ['guidang-disposal-certificate/1', destroyAgain],
  ['guidang-disposal-attestation/1', enterAgain],
  ['guidang-disposal-certificate/1', enterAgain],
]

async function enterAgain(transaction: Transaction, { head, lines }: DisposalText, sha256: string): Promise<void> {
  const at = new Date(head.at)
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
async function destroyAgain(transaction: Transaction, { head: { list, at }, lines }: DisposalText): Promise<void> {
  const items = new Map((await itemsOf(transaction, list)).map((item) => [item.number, item]))
  for (const { number, verified } of DisposalFate.array().parse(lines)) {
    const item = items.get(number)
    if (verified === undefined || item === undefined) continue
    if ((await findDisposed(transaction, number)) === undefined) {
      await insertDisposed(transaction, { list, item, at: new Date(at), stores: verified.stores })
    }
    await insertOutcome(transaction, number, { ...verified, verifiedAt: new Date(verified.at) })
  }
}
