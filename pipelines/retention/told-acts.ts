import type { LedgerEntryType } from '#archive-schema/ledger/ledger-entry.ts'
import { parseExtension } from '#archive-schema/retention/extension.ts'
import { parseLegalHold, parseLegalRelease } from '#archive-schema/retention/legal-hold.ts'
import { isLater } from '#archive-schema/retention/term.ts'
import type { Transaction } from '#storage/catalogue/catalogue.ts'
import { insertHold, insertRelease } from '#storage/catalogue/legal-holds.ts'
import { type RecordRetention, setHeld, setTermEnd } from '#storage/catalogue/retention.ts'
import { insertExtension } from '#storage/catalogue/retention-extensions.ts'
import type { Act } from '../business/enter-act.ts'
import { extensionAct } from './extend-term.ts'
import { letGo, releaseAct } from './lift-hold.ts'
import { holdAct } from './place-hold.ts'

/** One text: in which order it is done again, on which records, how on those that are there, and as which 业务实体 of each. */
export type ToldAct = {
  readonly at: Date
  readonly numbers: readonly string[]
  /** Resolves to whether it was missing. */
  again(transaction: Transaction, present: readonly RecordRetention[], sha256: string): Promise<boolean>
  actOn(number: string, sha256: string): Act
}

/** How texts of each type are read, in the order in which they are done again. */
export const actReaders: readonly (readonly [LedgerEntryType, (text: Uint8Array) => ToldAct])[] = [
  ['hold', holdAgain],
  ['release', releaseAgain],
  ['extend', extensionAgain],
]

function holdAgain(text: Uint8Array): ToldAct {
  const hold = parseLegalHold(text)
  return {
    at: hold.at,
    numbers: hold.numbers,
    actOn: (number, sha256) => holdAct(hold, number, sha256),
    async again(transaction, present, sha256) {
      const numbers = present.map(({ number }) => number)
      const isNew = await insertHold(transaction, { ...hold, numbers }, sha256)
      if (isNew) await setHeld(transaction, numbers, true)
      return isNew
    },
  }
}

function releaseAgain(text: Uint8Array): ToldAct {
  const release = parseLegalRelease(text)
  return {
    at: release.at,
    numbers: release.numbers,
    actOn: (number, sha256) => releaseAct(release, number, sha256),
    async again(transaction, present, sha256) {
      const isNew = await insertRelease(transaction, release, sha256)
      const numbers = present.map(({ number }) => number)
      if (isNew) await letGo(transaction, numbers)
      return isNew
    },
  }
}

function extensionAgain(text: Uint8Array): ToldAct {
  const extension = parseExtension(text)
  return {
    at: extension.at,
    numbers: [extension.number],
    actOn: (_, sha256) => extensionAct(extension, sha256),
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
