import { entryOf, type LedgerEntryType } from '#archive-schema/ledger/ledger-entry.ts'
import { parseExtension } from '#archive-schema/retention/extension.ts'
import { parseLegalHold, parseLegalRelease } from '#archive-schema/retention/legal-hold.ts'
import { isLater } from '#archive-schema/retention/term.ts'
import type { Transaction } from '#storage/catalogue/catalogue.ts'
import { disposedOf } from '#storage/catalogue/disposed-records.ts'
import { placeOf } from '#storage/catalogue/ledger-entries.ts'
import { insertHold, insertRelease } from '#storage/catalogue/legal-holds.ts'
import { claimRetention, type RecordRetention, setHeld, setTermEnd } from '#storage/catalogue/retention.ts'
import { insertExtension } from '#storage/catalogue/retention-extensions.ts'
import { enterIfMissing } from './enter-retention.ts'
import { letGo } from './lift-hold.ts'
import type { RetentionTools } from './retention-tools.ts'

/** What restoring came to. */
export type RestoredActs = {
  readonly restored: number
  /** Keys of texts that no entry of the ledger covers: the act was never concluded, or its entry was lost. For a person to judge. */
  readonly unproven: readonly string[]
  /** Keys of texts about records that the catalogue does not have, all or some. */
  readonly orphaned: readonly string[]
}

/** One act: the order in which it is done again, on which records, and how on those that are there. Resolves to whether it was missing. */
type Act = {
  readonly at: Date
  readonly numbers: readonly string[]
  again(transaction: Transaction, present: readonly RecordRetention[], sha256: string): Promise<boolean>
}

/**
 * Does holds, releases and extensions again from their texts in the store, in the order of their times, for a catalogue that was
 * rebuilt or restored from a backup. Its records and ledger entries come first. What is there already stays as it is; of an act on
 * several records those that are not there, or were destroyed since, are left out.
 */
export async function restoreRetentionActs(tools: Tools): Promise<RestoredActs> {
  const [unproven, orphaned]: [string[], string[]] = [[], []]
  let restored = 0
  for (const [type, read] of readers) {
    const { acts, others } = await provenActs(tools, type, read)
    unproven.push(...others)
    for (const { act, key, sha256 } of acts) {
      const done = await tools.catalogue.transact((transaction) => doAgain(transaction, act, sha256))
      if (done.isNew) restored += 1
      if (done.isOrphaned) orphaned.push(key)
    }
  }
  return { restored, unproven, orphaned }
}

async function doAgain(transaction: Transaction, { numbers, again }: Act, sha256: string) {
  for (const number of numbers) await enterIfMissing(transaction, number)
  const disposed = await disposedOf(transaction, numbers)
  const left = numbers.filter((number) => !disposed.has(number))
  const present = await claimRetention(transaction, left)
  return { isNew: await again(transaction, present, sha256), isOrphaned: present.length < left.length }
}

const readers: readonly (readonly [LedgerEntryType, (text: Uint8Array) => Act])[] = [
  ['hold', holdAgain],
  ['release', releaseAgain],
  ['extend', extensionAgain],
]

type Tools = Pick<RetentionTools, 'catalogue' | 'ledger'>

async function provenActs({ catalogue, ledger }: Tools, type: LedgerEntryType, read: (text: Uint8Array) => Act) {
  const acts: { act: Act; key: string; sha256: string }[] = []
  const others: string[] = []
  for await (const { key, read: readText } of ledger.textsByKey(type)) {
    const text = await readText()
    const entry = entryOf(type, text)
    const isProven = (await placeOf(catalogue.pool, entry)) !== undefined
    if (isProven) acts.push({ act: read(text), key, sha256: entry.sha256 })
    else others.push(key)
  }
  return { acts: acts.toSorted((one, other) => one.act.at.getTime() - other.act.at.getTime()), others }
}

function holdAgain(text: Uint8Array): Act {
  const hold = parseLegalHold(text)
  return {
    at: hold.at,
    numbers: hold.numbers,
    async again(transaction, present, sha256) {
      const numbers = present.map(({ number }) => number)
      const isNew = await insertHold(transaction, { ...hold, numbers }, sha256)
      if (isNew) await setHeld(transaction, numbers, true)
      return isNew
    },
  }
}

function releaseAgain(text: Uint8Array): Act {
  const release = parseLegalRelease(text)
  return {
    at: release.at,
    numbers: release.numbers,
    async again(transaction, present, sha256) {
      const isNew = await insertRelease(transaction, release, sha256)
      const numbers = present.map(({ number }) => number)
      if (isNew) await letGo(transaction, numbers)
      return isNew
    },
  }
}

function extensionAgain(text: Uint8Array): Act {
  const extension = parseExtension(text)
  return {
    at: extension.at,
    numbers: [extension.number],
    async again(transaction, [present], sha256) {
      if (present === undefined) return false
      const isNew = await insertExtension(transaction, extension, sha256)
      // Several of one second come in any order: the longest is the one that stands.
      if (isNew && isLater(extension.endsAfter, present.endsAt)) {
        await setTermEnd(transaction, extension.number, extension.endsAfter)
      }
      return isNew
    },
  }
}
