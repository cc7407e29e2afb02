import { ArchiveError } from '#archive-schema/archive-error.ts'
import { formatLegalRelease, inTextOrder, type LegalRelease } from '#archive-schema/retention/legal-hold.ts'
import type { ReleaseRequest } from '#archive-schema/retention/retention-requests.ts'
import type { Transaction } from '#storage/catalogue/catalogue.ts'
import { findHold, heldBy, insertRelease, type KeptHold, stillHeld } from '#storage/catalogue/legal-holds.ts'
import type { LockFault } from '#storage/catalogue/lock-renewals.ts'
import { claimRetention, setHeld } from '#storage/catalogue/retention.ts'
import type { SqlRunner } from '#storage/catalogue/sql.ts'
import { type Act, enterAct } from '../business/enter-act.ts'
import { protectAll } from './protect-all.ts'
import type { RetentionTools } from './retention-tools.ts'
import { wholeSecond } from './whole-second.ts'

/** A release that stands, and where the store could not be brought to it yet. */
export type LiftedHold = { readonly release: LegalRelease; readonly faults: readonly LockFault[] }

/**
 * 解除保全: lifts a hold from records, from all on which it is unless some are named. A record under another hold stays held.
 * Throws `HOLD_NOT_FOUND`, `HOLD_NOT_ACTIVE`.
 */
export async function liftHold(tools: RetentionTools, id: string, request: ReleaseRequest): Promise<LiftedHold> {
  const { catalogue, ledger, now } = tools
  const hold = await requireHold(catalogue.pool, id)
  const numbers = inTextOrder(request.numbers ?? (await heldBy(catalogue.pool, id)))
  if (numbers.length === 0) throw notActive(id, id)
  const release = { ...request, numbers, hold: id, holdSha256: hold.sha256, at: wholeSecond(now()) }
  await ledger.enter('release', formatLegalRelease(release), async (transaction, { sha256 }) => {
    await claimActive(transaction, id, numbers)
    await insertRelease(transaction, release, sha256)
    await letGo(transaction, numbers)
    for (const number of numbers) await enterAct(transaction, releaseAct(release, number, sha256))
  })
  return { release, faults: await protectAll(tools, numbers) }
}

/** A hold by its id. Throws `HOLD_NOT_FOUND`. */
async function requireHold(runner: SqlRunner, id: string): Promise<KeptHold> {
  const hold = await findHold(runner, id)
  if (hold === undefined) throw new ArchiveError({ code: 'HOLD_NOT_FOUND', found: id })
  return hold
}

/** Claims the records. Throws `HOLD_NOT_ACTIVE` if the hold is not on one of them, any more or ever. */
async function claimActive(transaction: Transaction, id: string, numbers: readonly string[]): Promise<void> {
  await claimRetention(transaction, numbers)
  const active = new Set(await heldBy(transaction, id))
  const other = numbers.find((number) => !active.has(number))
  if (other !== undefined) throw notActive(id, other)
}

/** Records on which no hold is any more are held no longer. */
export async function letGo(transaction: Transaction, numbers: readonly string[]): Promise<void> {
  const held = new Set(await stillHeld(transaction, numbers))
  const free = numbers.filter((number) => !held.has(number))
  await setHeld(transaction, free, false)
}

function notActive(hold: string, found: string): ArchiveError {
  return new ArchiveError({ code: 'HOLD_NOT_ACTIVE', field: hold, found })
}

/** The act that a release is on one of its records. */
export function releaseAct(
  { hold, authority, reason, by, at }: LegalRelease,
  number: string,
  resultSha256: string,
): Act {
  const description = `${hold}：${authority}；${reason}`
  return { number, act: 'release', actedAt: at, description, resultSha256, person: { name: by } }
}
