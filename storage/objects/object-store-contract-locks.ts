import { expect } from 'vitest'
import { type Attempt, inDays, keysOf, readWhole, utf8 } from './object-store-trial.ts'

const inSeconds = (instant: Date | undefined) => Math.floor((instant?.getTime() ?? Number.NaN) / 1000)

/** 保管锁定: what is locked stays, and locks only ever become longer. */
export function describeLocks(attempt: Attempt): void {
  attempt('locks until the asked instant, to the second', async (bench) => {
    const { store, source } = bench
    const until = new Date(Math.ceil(inDays(bench, 400).getTime() / 1000) * 1000)
    expect((await store.put('a', await source(utf8('a')), until)).retainUntil).toEqual(until)
    expect((await store.stat('a'))?.retainUntil).toEqual(until)
  })

  attempt('never ends a lock before the asked instant', async (bench) => {
    const { store, source } = bench
    const until = new Date(inSeconds(inDays(bench, 400)) * 1000 + 999)
    const { retainUntil } = await store.put('a', await source(utf8('a')), until)
    expect(retainUntil.getTime()).toBeGreaterThanOrEqual(until.getTime())
    expect(retainUntil.getTime()).toBeLessThan(until.getTime() + 1000)
  })

  attempt('lengthens a lock', async (bench) => {
    const { store, source } = bench
    const stored = await store.put('a', await source(utf8('a')), inDays(bench, 30))
    const until = new Date(inSeconds(inDays(bench, 60)) * 1000)
    expect(await store.extendLock('a', until)).toEqual({ ...stored, retainUntil: until })
    expect(await store.stat('a')).toEqual({ ...stored, retainUntil: until })
    expect(await store.extendLock('a', until)).toEqual({ ...stored, retainUntil: until })
  })

  attempt('never shortens a lock', async (bench) => {
    const { store, source } = bench
    const stored = await store.put('a', await source(utf8('a')), inDays(bench, 60))
    const earlier = new Date(inSeconds(inDays(bench, 30)) * 1000)
    await expect(store.extendLock('a', earlier)).rejects.toMatchObject({
      code: 'STORE_LOCK_SHORTENED',
      faults: [{ file: 'a', expected: stored.retainUntil.toISOString(), found: earlier.toISOString() }],
    })
    expect(await store.stat('a')).toEqual(stored)
  })

  attempt('lets a repeated put lengthen the lock but not shorten it', async (bench) => {
    const { store, source } = bench
    const until = new Date(inSeconds(inDays(bench, 60)) * 1000)
    await store.put('a', await source(utf8('a')), inDays(bench, 30))
    expect(await store.put('a', await source(utf8('a')), until)).toMatchObject({ retainUntil: until })
    expect(await store.put('a', await source(utf8('a')), inDays(bench, 30))).toMatchObject({ retainUntil: until })
  })
}

/** Only what is no longer locked is deleted. */
export function describeRemoval(attempt: Attempt): void {
  attempt('refuses to delete while locked and names the end of the lock', async (bench) => {
    const { store, source } = bench
    const stored = await store.put('档案/甲', await source(utf8('政务')), inDays(bench, 30))
    await expect(store.remove('档案/甲')).rejects.toMatchObject({
      code: 'STORE_OBJECT_LOCKED',
      permanent: true,
      faults: [{ file: '档案/甲', expected: stored.retainUntil.toISOString() }],
    })
    expect(await readWhole(store, '档案/甲')).toEqual(utf8('政务'))
    expect(await store.stat('档案/甲')).toEqual(stored)
  })

  attempt('deletes after the lock has ended, and nothing else', async (bench) => {
    const { store, source, putWithEndedLock } = bench
    await putWithEndedLock('a/1', await source(utf8('old')))
    await store.put('a/10', await source(utf8('young')), inDays(bench, 30))
    await store.remove('a/1')
    expect(await store.stat('a/1')).toBeUndefined()
    await expect(readWhole(store, 'a/1')).rejects.toMatchObject({ code: 'STORE_OBJECT_MISSING' })
    expect(await keysOf(store, '')).toEqual(['a/10'])
  })

  attempt('locks an object again whose lock had ended', async (bench) => {
    const { store, source, putWithEndedLock } = bench
    await putWithEndedLock('a', await source(utf8('old')))
    await store.extendLock('a', inDays(bench, 30))
    await expect(store.remove('a')).rejects.toMatchObject({ code: 'STORE_OBJECT_LOCKED' })
  })
}
