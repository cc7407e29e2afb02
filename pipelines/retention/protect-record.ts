import { lockTarget } from '#archive-schema/retention/lock-policy.ts'
import type { Transaction } from '#storage/catalogue/catalogue.ts'
import type { LockFault } from '#storage/catalogue/lock-renewals.ts'
import { findRecord } from '#storage/catalogue/records.ts'
import { claimRetention, type RecordRetention, setProtection } from '#storage/catalogue/retention.ts'
import { orAlarm } from './lock-alarm.ts'
import { protectCopy } from './protect-copy.ts'
import { protectObject } from './protect-object.ts'
import { recordKeys } from './record-keys.ts'
import type { LockTools } from './retention-tools.ts'

/**
 * Brings every object of a record to the lock and the hold that are due to it, and keeps what was read back. The record's row is
 * claimed meanwhile, so that no hold comes or goes in between. Resolves to the alarms; the same again does only what is left.
 */
export function protectRecord(tools: LockTools, number: string): Promise<readonly LockFault[]> {
  return tools.catalogue.transact(async (transaction) => {
    const [retention] = await claimRetention(transaction, [number])
    const record = await findRecord(transaction, number)
    if (retention === undefined || record === undefined) return []
    const keys = await orAlarm(transaction, { key: record.objects.package.key, number }, tools.now(), () =>
      recordKeys(tools.store, record.objects),
    )
    if ('fault' in keys) return [keys.fault]
    return protectKeys(transaction, tools, retention, keys.value)
  })
}

async function protectKeys(
  transaction: Transaction,
  tools: LockTools,
  retention: RecordRetention,
  keys: readonly string[],
): Promise<readonly LockFault[]> {
  const { store, retention: policy, now } = tools
  const { number, held } = retention
  const target = lockTarget({ endsAt: retention.endsAt, isHeld: held }, now(), policy.locks)
  const until = target > retention.lockedUntil ? target : retention.lockedUntil
  const ends: Date[] = []
  const faults: LockFault[] = []
  for (const key of keys) {
    const done = await orAlarm(transaction, { key, number }, now(), async () => {
      const end = await protectObject(store, key, { until, isHeld: held })
      await protectCopy(transaction, tools, key, { until: end, isHeld: held })
      return end
    })
    if ('fault' in done) faults.push(done.fault)
    else ends.push(done.value)
  }
  if (faults.length > 0) return faults
  const lockedUntil = new Date(Math.min(...ends.map((end) => end.getTime())))
  await setProtection(transaction, number, { lockedUntil, storeHeld: held })
  return []
}
