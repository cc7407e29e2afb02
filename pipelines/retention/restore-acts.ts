import type { LedgerEntryType } from '#archive-schema/ledger/ledger-entry.ts'
import { recordsOfAct } from '#storage/catalogue/business-entities.ts'
import type { Transaction } from '#storage/catalogue/catalogue.ts'
import { disposedOf } from '#storage/catalogue/disposed-records.ts'
import { claimRetention, type RecordRetention } from '#storage/catalogue/retention.ts'
import { enterAct } from '../business/enter-act.ts'
import { enterIfMissing } from './enter-retention.ts'
import type { RetentionTools } from './retention-tools.ts'
import { actReaders, type ToldAct } from './told-acts.ts'

/** What restoring came to. */
export type RestoredActs = {
  readonly restored: number
  /** Keys of texts that no entry of the ledger covers: the act was never concluded, or its entry was lost. For a person to judge. */
  readonly unproven: readonly string[]
  /** Keys of texts about records that the catalogue does not have, all or some. */
  readonly orphaned: readonly string[]
}

/**
 * Does holds, releases and extensions again from their texts in the store, in the order of their times, for a catalogue that was
 * rebuilt or restored from a backup. Its records and ledger entries come first. What is there already stays as it is; of an act on
 * several records those that are not there, or were destroyed since, are left out. Each is entered as 业务实体 of its records where it is not.
 */
export async function restoreRetentionActs(tools: Tools): Promise<RestoredActs> {
  const [unproven, orphaned]: [string[], string[]] = [[], []]
  let restored = 0
  for (const [type, read] of actReaders) {
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

async function doAgain(transaction: Transaction, told: ToldAct, sha256: string) {
  const { numbers, again } = told
  for (const number of numbers) await enterIfMissing(transaction, number)
  const disposed = await disposedOf(transaction, numbers)
  const left = numbers.filter((number) => !disposed.has(number))
  const present = await claimRetention(transaction, left)
  const isNew = await again(transaction, present, sha256)
  await enterMissingActs(transaction, told, present, sha256)
  return { isNew, isOrphaned: present.length < left.length }
}

/** Not by whether the text was new: the rows of a record rest apart from the segments, and either may be lost alone. */
async function enterMissingActs(
  transaction: Transaction,
  { actOn }: ToldAct,
  present: readonly RecordRetention[],
  resultSha256: string,
): Promise<void> {
  const acts = present.map(({ number }) => actOn(number, resultSha256))
  const [first] = acts
  if (first === undefined) return
  const numbers = acts.map(({ number }) => number)
  const known = await recordsOfAct(transaction, { act: first.act, resultSha256 }, numbers)
  for (const act of acts.filter(({ number }) => !known.has(number))) await enterAct(transaction, act)
}

type Tools = Pick<RetentionTools, 'catalogue' | 'ledger'>

async function provenActs({ ledger }: Tools, type: LedgerEntryType, read: (text: Uint8Array) => ToldAct) {
  const acts: { act: ToldAct; key: string; sha256: string }[] = []
  const others: string[] = []
  for await (const { key, text, sha256, isProven } of ledger.toldTexts(type)) {
    if (isProven) acts.push({ act: read(text), key, sha256 })
    else others.push(key)
  }
  return { acts: acts.toSorted((one, other) => one.act.at.getTime() - other.act.at.getTime()), others }
}
