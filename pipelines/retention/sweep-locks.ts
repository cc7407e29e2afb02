import { type LockPolicy, permanentLock, renewalHorizon } from '#archive-schema/retention/lock-policy.ts'
import { advanceLockSweep, beginLockSweep, completeLockSweep, lockSweepOf } from '#storage/catalogue/lock-sweeps.ts'
import { isPartialTile } from '#storage/ledger/object-keys.ts'
import { orAlarm } from './lock-alarm.ts'
import { protectCopy } from './protect-copy.ts'
import { protectObject } from './protect-object.ts'
import type { LockTools } from './retention-tools.ts'
import type { Round } from './round.ts'

/** Everything that no record has: segments of the journal; tiles, checkpoints, texts of life events. */
const prefixes = ['journal/', 'ledger/'] as const
const keysBetweenMarks = 200
const dayMs = 86_400_000

/**
 * Looks over the locks of ledger and journal, key by key, and lengthens those that end soon, like those of permanent records. A look
 * begins when the last one is a quarter of the time of renewal ago; one that was broken off goes on behind the last mark.
 */
export async function sweepLocks(tools: LockTools, round: Round): Promise<void> {
  for (const prefix of prefixes) await sweepBelow(prefix, tools, round)
}

async function sweepBelow(prefix: string, tools: LockTools, round: Round): Promise<void> {
  const { catalogue, store, now } = tools
  const after = await placeToGoOn(prefix, tools)
  if (after === undefined) return
  let looked = 0
  for await (const key of store.list(prefix, after)) {
    if (round.signal.aborted) return
    if (!isPartialTile(key)) {
      const done = await orAlarm(catalogue.pool, { key }, now(), () => renewIfDue(tools, key))
      if ('fault' in done) round.add([done.fault])
      else if (done.value) round.add([])
    }
    looked += 1
    if (looked % keysBetweenMarks === 0) await advanceLockSweep(catalogue.pool, prefix, key)
  }
  await completeLockSweep(catalogue.pool, prefix, now())
}

/** The key behind which to look; `undefined` while no look is due. */
async function placeToGoOn(
  prefix: string,
  { catalogue: { pool }, retention, now }: LockTools,
): Promise<string | undefined> {
  const last = await lockSweepOf(pool, prefix)
  if (last !== undefined && last.completedAt === undefined) return last.after
  if (last?.completedAt !== undefined && isRecent(last.completedAt, now(), retention.locks)) return undefined
  await beginLockSweep(pool, prefix, now())
  return ''
}

/** A look that ended in what is the future now, by a clock that was wrong, is not recent. */
function isRecent(completedAt: Date, now: Date, { renewDays }: LockPolicy): boolean {
  const age = now.getTime() - completedAt.getTime()
  return age >= 0 && age < (renewDays * dayMs) / 4
}

/** Lengthens the lock of an object of ledger or journal, and of its copy, if it ends soon. Resolves to whether it did. */
export async function renewIfDue(tools: LockTools, key: string): Promise<boolean> {
  const { store, retention, now } = tools
  const { locks } = retention
  const stored = await store.stat(key)
  const until = permanentLock(now(), locks)
  if (stored !== undefined && (stored.retainUntil > renewalHorizon(now(), locks) || stored.retainUntil >= until))
    return false
  await protectObject(store, key, { until })
  await protectCopy(tools.catalogue.pool, tools, key, { until })
  return true
}
