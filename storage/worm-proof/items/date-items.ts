import { setTimeout as sleep } from 'node:timers/promises'
import { latestSafeLock } from '#archive-schema/retention/lock-policy.ts'
import { versionsOf } from '#storage/objects/s3-version-list.ts'
import { Disproof, demand, type ProofItem } from '../proof-item.ts'
import type { S3Bench } from '../s3-bench.ts'
import { askForLock, demandLock, demandUndeletable, inSeconds, lockOf, writeObject } from '../tried-object.ts'

export const longestLock: ProofItem<S3Bench> = {
  id: 'W13',
  title: '最长期限 the longest lock that this product ever sets',
  async attempt({ free, key }) {
    const object = await writeObject(free, key('W13'))
    await askForLock(object, latestSafeLock)
    await demandLock(object, latestSafeLock, 'the longest lock')
    return `${latestSafeLock.toISOString()}; delete: ${await demandUndeletable(object)}`
  },
}

const farDates = ['2100-01-01', '2106-02-08', '2126-01-01', '9999-12-31'].map((day) => new Date(`${day}T00:00:00Z`))

export const farLocks: ProofItem<S3Bench> = {
  id: 'W14',
  title: '遥远期限 far dates are kept or refused, never changed',
  async attempt(bench) {
    const seen: { day: string; isSafe: boolean; found: string }[] = []
    for (const end of farDates) seen.push({ day: end.toISOString().slice(0, 10), ...(await tryFarDate(bench, end)) })
    const summary = seen.map(({ day, found }) => `${day} ${found}`).join(', ')
    const firstUnsafe = seen.findIndex(({ isSafe }) => !isSafe)
    if (firstUnsafe < 0) return summary
    const safe = seen[firstUnsafe - 1]?.day ?? 'none of them'
    throw new Disproof(`${summary}; safe up to ${safe}; this product sets none after ${latestSafeLock.toISOString()}`)
  },
}

/** Safe: kept to the second, or refused and without a lock that nobody asked for. */
async function tryFarDate({ free, key }: S3Bench, end: Date): Promise<{ isSafe: boolean; found: string }> {
  const object = await writeObject(free, key(`W14 ${end.getUTCFullYear()}`))
  const answer = await askForLock(object, end)
  const lock = await lockOf(object)
  if (answer !== 'accepted') return { isSafe: lock === undefined, found: `refused (${answer})` }
  const found = lock?.end.toISOString() ?? 'no lock'
  return { isSafe: lock?.end.getTime() === end.getTime(), found: `became ${found}` }
}

const shortLock = 3

export const expiry: ProofItem<S3Bench> = {
  id: 'W15',
  title: '到期 a lock of three seconds refuses, then lets go',
  async attempt({ free, key }) {
    const object = await writeObject(free, key('W15'))
    const end = inSeconds(shortLock)
    await askForLock(object, end)
    await demandLock(object, end, 'a short lock')
    const answer = await demandUndeletable(object)
    await sleep(end.getTime() - Date.now() + 1_500)
    await free.client.removeObject(free.bucket, object.key, { versionId: object.version })
    const left = (await versionsOf(free, object.key)).filter(({ isMarker }) => !isMarker)
    demand(left.length === 0, 'after its end the version cannot be deleted')
    return `${answer}, then deleted`
  },
}
