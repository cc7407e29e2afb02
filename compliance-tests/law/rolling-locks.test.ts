import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { startOfChinaDay } from '#archive-schema/retention/china-day.ts'
import { defaultLockPolicy, latestSafeLock } from '#archive-schema/retention/lock-policy.ts'
import { extendTerm } from '#pipelines/retention/extend-term.ts'
import { liftHold } from '#pipelines/retention/lift-hold.ts'
import { placeHold } from '#pipelines/retention/place-hold.ts'
import { renewLocks } from '#pipelines/retention/renew-locks.ts'
import type { LockTools } from '#pipelines/retention/retention-tools.ts'
import { lockStatus } from '#services/access/lock-status.ts'
import { queueEntry } from '#storage/catalogue/ledger-entries.ts'
import { run, sql } from '#storage/catalogue/sql.ts'
import { beginning, daysAfter, openRetentionTrial, type RetentionTrial, storeWith } from './retention-trial.ts'

const order = { authority: '法院（2026）1号', reason: '诉讼未了', by: '王芳' }
const termEnd = startOfChinaDay('2036-01-01')

let trial: RetentionTrial
beforeAll(async () => {
  trial = await openRetentionTrial()
})
afterAll(() => trial.close())

/** The lock ends of the objects of a record, each once. */
async function lockEnds(record: Awaited<ReturnType<RetentionTrial['record']>>): Promise<Date[]> {
  const ends = (await trial.stored(record)).map(({ retainUntil }) => retainUntil.getTime())
  return [...new Set(ends)].map((end) => new Date(end))
}

describe('a lock of the window rolls until the term ends', () => {
  test('a day before its time nothing happens, at the instant every object is locked anew and read back', async () => {
    const record = await trial.record()
    expect(await lockEnds(record)).toEqual([daysAfter(1000)])
    trial.setClock(new Date(daysAfter(900).getTime() - 1))
    await renewLocks(trial.tools)
    expect(await lockEnds(record)).toEqual([daysAfter(1000)])
    trial.setClock(daysAfter(900))
    expect(await renewLocks(trial.tools)).toMatchObject({ faults: [] })
    expect(await lockEnds(record)).toEqual([daysAfter(1900)])
    expect(await trial.retention(record)).toMatchObject({ lockedUntil: daysAfter(1900), endsAt: termEnd })
  })

  test('the lock never lapses before the term and never outlasts it, leap days included', async () => {
    trial.setClock(beginning)
    const record = await trial.record()
    for (let now = beginning; now < termEnd; now = daysAfter(90, now)) {
      trial.setClock(now)
      await renewLocks(trial.tools)
      const [end] = await lockEnds(record)
      expect(end?.getTime()).toBeGreaterThan(now.getTime())
      expect(end?.getTime()).toBeLessThanOrEqual(termEnd.getTime())
    }
    expect(await lockEnds(record)).toEqual([termEnd])
    const { key } = record.objects.package
    trial.setClock(new Date(termEnd.getTime() - 1))
    await expect(trial.tools.store.remove(key)).rejects.toMatchObject({ code: 'STORE_OBJECT_LOCKED' })
  })

  test('expiry leads to appraisal, never to deletion: long past the term everything is still there', async () => {
    trial.setClock(beginning)
    const record = await trial.record()
    trial.setClock(daysAfter(20_000))
    await renewLocks(trial.tools)
    expect(await trial.stored(record)).toHaveLength(2)
  })

  test('a permanent record rolls on past 2049 and 2050 up to the last date that every server keeps', async () => {
    trial.setClock(beginning)
    const record = await trial.record()
    await extendTerm(trial.tools, record.number, { period: 'Y', reason: '升为永久', by: '王芳' })
    const clocks = ['2029-08-01', '2032-02-29', '2034-10-01', '2049-12-31', '2050-01-01', '2104-12-31', '2105-12-30']
    for (const day of clocks) {
      const now = startOfChinaDay(day)
      trial.setClock(now)
      await renewLocks(trial.tools)
      const [end] = await lockEnds(record)
      expect(end?.getTime()).toBeGreaterThan(now.getTime())
      expect(end?.getTime()).toBeLessThanOrEqual(latestSafeLock.getTime())
    }
    expect(await lockEnds(record)).toEqual([latestSafeLock])
    expect(await renewLocks(trial.tools)).toMatchObject({ faults: [] })
  })
})

test('a longer lock of an earlier rule stays, also when the term is entered only now', async () => {
  trial.setClock(beginning)
  const record = await trial.record()
  const { pool } = trial.archive.catalogue
  for (const { key } of await trial.stored(record)) await trial.tools.store.extendLock(key, daysAfter(9000))
  await run(pool, sql`alter table record_retention disable trigger refuse_delete`)
  await run(pool, sql`delete from record_retention where number = ${record.number}`)
  await run(pool, sql`alter table record_retention enable always trigger refuse_delete`)
  await renewLocks(trial.tools)
  expect(await trial.retention(record)).toMatchObject({ endsAt: termEnd, startRule: 'finished-next-year' })
  trial.setClock(daysAfter(950))
  await renewLocks(trial.tools)
  expect(await lockEnds(record)).toEqual([daysAfter(9000)])
})

test('the ledger and the texts of life events are locked anew too; partial tiles are not', async () => {
  trial.setClock(beginning)
  const { ledger, catalogue } = trial.archive
  const entry = await ledger.keepText('audit', Buffer.from('a life event\n'))
  await queueEntry(catalogue.pool, entry, beginning)
  await ledger.publish()
  const ends = async () => {
    const keys = await Array.fromAsync(trial.tools.store.list('ledger/'))
    return Promise.all(keys.map(async (key) => [key, (await trial.tools.store.stat(key))?.retainUntil] as const))
  }
  const before = await ends()
  await renewLocks(trial.tools)
  expect(await ends()).toEqual(before)
  trial.setClock(daysAfter(950))
  await renewLocks(trial.tools)
  const renewed = await ends()
  const isPartial = (key: string) => key.includes('.p/')
  expect(renewed.filter(([key]) => isPartial(key))).toEqual(before.filter(([key]) => isPartial(key)))
  const whole = renewed.filter(([key]) => !isPartial(key))
  expect(whole.map(([key]) => key.split('/')[1])).toEqual(expect.arrayContaining(['checkpoints', 'sm3', 'texts']))
  for (const [key, end] of whole) expect([key, end && end >= daysAfter(1950)]).toEqual([key, true])
  expect(whole.filter(([, end]) => end?.getTime() === daysAfter(1950).getTime()).length).toBeGreaterThan(1)
})

describe('a renewal that fails', () => {
  const alarmOf = async (tools: LockTools) => (await lockStatus(tools.catalogue, tools.now())).alarms

  test('that the store accepts and does not keep is read back, and stands as a coded alarm until it succeeds', async () => {
    trial.setClock(beginning)
    const record = await trial.record()
    trial.setClock(daysAfter(950))
    const { key } = record.objects.evidence
    const forgetful = storeWith(trial.tools.store, {
      extendLock: async (asked, until) => {
        if (asked !== key) return trial.tools.store.extendLock(asked, until)
        return { key, bytes: 1, retainUntil: until, version: '1' }
      },
    })
    const { faults } = await renewLocks({ ...trial.tools, store: forgetful })
    expect(faults).toMatchObject([{ key, number: record.number, code: 'LOCK_NOT_KEPT' }])
    expect(await alarmOf(trial.tools)).toMatchObject([
      { key, code: 'LOCK_NOT_KEPT', since: daysAfter(950).toISOString() },
    ])
    expect(await trial.retention(record)).toMatchObject({ lockedUntil: daysAfter(1000) })
    trial.setClock(daysAfter(1001))
    expect(await lockStatus(trial.archive.catalogue, daysAfter(1001))).toMatchObject({ lapsed: 1 })
    await renewLocks(trial.tools)
    expect(await lockStatus(trial.archive.catalogue, daysAfter(1001))).toEqual({ faults: 0, lapsed: 0, alarms: [] })
    expect(await trial.retention(record)).toMatchObject({ lockedUntil: daysAfter(2001) })
  })

  test('because something hides an object: its bytes are locked and held all the same', async () => {
    trial.setClock(beginning)
    const record = await trial.record()
    trial.setClock(daysAfter(950))
    const { key } = record.objects.evidence
    const refusal = new ArchiveError({ code: 'FIXITY_STORE_DIFFERS', file: key, expected: '1 version', found: '2' })
    const disturbed = storeWith(trial.tools.store, {
      stat: (asked) => (asked === key ? Promise.reject(refusal) : trial.tools.store.stat(asked)),
    })
    const tools = { ...trial.tools, store: disturbed }
    const { hold, faults } = await placeHold(tools, { ...order, numbers: [record.number] })
    expect(faults).toMatchObject([{ key, code: 'FIXITY_STORE_DIFFERS' }])
    const stored = await trial.tools.store.stat(key)
    expect([stored?.retainUntil, await trial.tools.store.isHeld(key)]).toEqual([daysAfter(1950), true])
    await liftHold(trial.tools, hold.id, order)
    await renewLocks(trial.tools)
  })

  test('of an object that is gone does not hinder the others', async () => {
    trial.setClock(beginning)
    const [lost, whole] = [await trial.record(), await trial.record()]
    await rm(join(trial.archive.config.dataDir, 'store/objects', lost.objects.package.key))
    trial.setClock(daysAfter(950))
    const { faults } = await renewLocks(trial.tools)
    expect(faults).toMatchObject([{ key: lost.objects.package.key, code: 'STORE_OBJECT_MISSING' }])
    expect(await lockEnds(whole)).toEqual([daysAfter(1950)])
  })

  test('because it was broken off goes on with the next round', async () => {
    trial.setClock(beginning)
    const records = [await trial.record(), await trial.record(), await trial.record()]
    trial.setClock(daysAfter(950))
    const end = new AbortController()
    let asked = 0
    const breaking = storeWith(trial.tools.store, {
      extendLock: async (key, until) => {
        asked += 1
        if (asked === 2) end.abort()
        return trial.tools.store.extendLock(key, until)
      },
    })
    await renewLocks({ ...trial.tools, store: breaking }, end.signal)
    const ends = async () => (await Promise.all(records.map(lockEnds))).flat()
    expect(await ends()).toEqual([daysAfter(1950), daysAfter(1000), daysAfter(1000)])
    await renewLocks(trial.tools)
    expect(await ends()).toEqual([daysAfter(1950), daysAfter(1950), daysAfter(1950)])
  })
})

test('what the store is proved to keep caps every lock', async () => {
  trial.setClock(beginning)
  const record = await trial.record()
  trial.setClock(daysAfter(950))
  const locks = { ...defaultLockPolicy, latest: daysAfter(1200) }
  await renewLocks({ ...trial.tools, retention: { ...trial.tools.retention, locks } })
  expect(await lockEnds(record)).toEqual([daysAfter(1200)])
})
