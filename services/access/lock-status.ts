import type { Catalogue } from '#storage/catalogue/catalogue.ts'
import { countLockTrouble, lockFaults } from '#storage/catalogue/lock-renewals.ts'

/** So many alarms are told at once; the rest is counted. */
const mostTold = 20

/** 锁定告警: locks that could not be renewed, and records whose lock has lapsed though they must be kept. */
export async function lockStatus({ pool }: Catalogue, now: Date) {
  const [trouble, alarms] = await Promise.all([countLockTrouble(pool, now), lockFaults(pool, mostTold)])
  return {
    ...trouble,
    alarms: alarms.map(({ since, lastAt, ...fault }) => ({
      ...fault,
      since: since.toISOString(),
      lastAt: lastAt.toISOString(),
    })),
  }
}

/** What `lockStatus` gives. */
export type LockStatus = Awaited<ReturnType<typeof lockStatus>>
