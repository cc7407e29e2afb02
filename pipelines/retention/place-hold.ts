import { randomBytes } from 'node:crypto'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { chinaDay } from '#archive-schema/retention/china-day.ts'
import { formatLegalHold, inTextOrder, type LegalHold } from '#archive-schema/retention/legal-hold.ts'
import type { HoldRequest } from '#archive-schema/retention/retention-requests.ts'
import type { Transaction } from '#storage/catalogue/catalogue.ts'
import { refuseDisposed } from '#storage/catalogue/disposed-records.ts'
import { insertHold } from '#storage/catalogue/legal-holds.ts'
import type { LockFault } from '#storage/catalogue/lock-renewals.ts'
import { claimRetention, setHeld } from '#storage/catalogue/retention.ts'
import { type Act, enterAct } from '../business/enter-act.ts'
import { enterIfMissing } from './enter-retention.ts'
import { protectAll } from './protect-all.ts'
import type { RetentionTools } from './retention-tools.ts'
import { wholeSecond } from './whole-second.ts'

/** A hold that stands, and where the store could not be brought to it yet: workers go on trying. */
export type PlacedHold = { readonly hold: LegalHold; readonly faults: readonly LockFault[] }

/**
 * 保全: no record of `numbers` (电子文件号) leaves before the hold is lifted, whatever its term. Its text is locked first; the hold
 * stands from one transaction on, with its entry in the ledger; then the objects are marked and locked.
 */
export async function placeHold(tools: RetentionTools, request: HoldRequest): Promise<PlacedHold> {
  const hold = newHold(request, tools.now())
  await tools.ledger.enter('hold', formatLegalHold(hold), async (transaction, { sha256 }) => {
    await claimHeld(transaction, hold.numbers)
    await insertHold(transaction, hold, sha256)
    await setHeld(transaction, hold.numbers, true)
    for (const number of hold.numbers) await enterAct(transaction, holdAct(hold, number, sha256))
  })
  return { hold, faults: await protectAll(tools, hold.numbers) }
}

function newHold({ numbers, ...request }: HoldRequest, at: Date): LegalHold {
  const id = `hold-${chinaDay(at).replaceAll('-', '')}-${randomBytes(4).toString('hex')}`
  return { id, ...request, at: wholeSecond(at), numbers: inTextOrder(numbers) }
}

/** Claims the records, so that nobody disposes of them in between. Throws `RECORD_NOT_FOUND`, `RECORD_DISPOSED`. */
async function claimHeld(transaction: Transaction, numbers: readonly string[]): Promise<void> {
  for (const number of numbers) await enterIfMissing(transaction, number)
  const known = new Set((await claimRetention(transaction, numbers)).map(({ number }) => number))
  const missing = numbers.find((number) => !known.has(number))
  if (missing !== undefined) throw new ArchiveError({ code: 'RECORD_NOT_FOUND', found: missing })
  for (const number of numbers) await refuseDisposed(transaction, number)
}

/** The act that a hold is on one of its records. */
export function holdAct({ id, authority, reason, by, at }: LegalHold, number: string, resultSha256: string): Act {
  const description = `${id}：${authority}；${reason}`
  return { number, act: 'hold', actedAt: at, description, resultSha256, person: { name: by } }
}
