import { collect } from '#archive-schema/content-reader.ts'
import { entryOf, type LedgerEntryType } from '#archive-schema/ledger/ledger-entry.ts'
import { parseExtension } from '#archive-schema/retention/extension.ts'
import { parseLegalHold, parseLegalRelease } from '#archive-schema/retention/legal-hold.ts'
import { isLater } from '#archive-schema/retention/term.ts'
import type { Transaction } from '#storage/catalogue/catalogue.ts'
import { placeOf } from '#storage/catalogue/ledger-entries.ts'
import { insertHold, insertRelease } from '#storage/catalogue/legal-holds.ts'
import { claimRetention, setHeld, setTermEnd } from '#storage/catalogue/retention.ts'
import { insertExtension } from '#storage/catalogue/retention-extensions.ts'
import { textPrefix } from '#storage/ledger/object-keys.ts'
import { enterIfMissing } from './enter-retention.ts'
import { letGo } from './lift-hold.ts'
import type { LockTools } from './retention-tools.ts'

/** What restoring came to. */
export type RestoredActs = {
  readonly restored: number
  /** Keys of texts that no entry of the ledger covers: the act was never concluded, or its entry was lost. For a person to judge. */
  readonly unproven: readonly string[]
}

/** One act: the order in which it is done again, and how. Resolves to whether it was missing. */
type Act = { readonly at: Date; again(transaction: Transaction, sha256: string): Promise<boolean> }

/**
 * Does holds, releases and extensions again from their texts in the store, in the order of their times, for a catalogue that was
 * rebuilt or restored from a backup. Its records and ledger entries come first. What is there already stays as it is.
 */
export async function restoreRetentionActs(tools: Pick<LockTools, 'catalogue' | 'store'>): Promise<RestoredActs> {
  const unproven: string[] = []
  let restored = 0
  for (const [type, read] of readers) {
    const { acts, others } = await provenActs(tools, type, read)
    unproven.push(...others)
    for (const { act, sha256 } of acts) {
      if (await tools.catalogue.transact((transaction) => act.again(transaction, sha256))) restored += 1
    }
  }
  return { restored, unproven }
}

const readers: readonly (readonly [LedgerEntryType, (text: Uint8Array) => Act])[] = [
  ['hold', holdAgain],
  ['release', releaseAgain],
  ['extend', extensionAgain],
]

async function provenActs(
  { catalogue, store }: Pick<LockTools, 'catalogue' | 'store'>,
  type: LedgerEntryType,
  read: (text: Uint8Array) => Act,
) {
  const acts: { act: Act; sha256: string }[] = []
  const others: string[] = []
  for await (const key of store.list(textPrefix(type))) {
    const text = await collect(store.read(key))
    const entry = entryOf(type, text)
    const isProven = (await placeOf(catalogue.pool, entry)) !== undefined
    if (isProven) acts.push({ act: read(text), sha256: entry.sha256 })
    else others.push(key)
  }
  return { acts: acts.toSorted((one, other) => one.act.at.getTime() - other.act.at.getTime()), others }
}

function holdAgain(text: Uint8Array): Act {
  const hold = parseLegalHold(text)
  return {
    at: hold.at,
    async again(transaction, sha256) {
      for (const number of hold.numbers) await enterIfMissing(transaction, number)
      await claimRetention(transaction, hold.numbers)
      const isNew = await insertHold(transaction, hold, sha256)
      if (isNew) await setHeld(transaction, hold.numbers, true)
      return isNew
    },
  }
}

function releaseAgain(text: Uint8Array): Act {
  const release = parseLegalRelease(text)
  return {
    at: release.at,
    async again(transaction, sha256) {
      await claimRetention(transaction, release.numbers)
      const isNew = await insertRelease(transaction, release, sha256)
      if (isNew) await letGo(transaction, release.numbers)
      return isNew
    },
  }
}

function extensionAgain(text: Uint8Array): Act {
  const extension = parseExtension(text)
  return {
    at: extension.at,
    async again(transaction, sha256) {
      await enterIfMissing(transaction, extension.number)
      const [present] = await claimRetention(transaction, [extension.number])
      const isNew = await insertExtension(transaction, extension, sha256)
      // Several of one second come in any order: the longest is the one that stands.
      if (isNew && isLater(extension.endsAfter, present?.endsAt)) {
        await setTermEnd(transaction, extension.number, extension.endsAfter)
      }
      return isNew
    },
  }
}
