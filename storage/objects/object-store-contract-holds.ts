import { expect } from 'vitest'
import { type Attempt, inDays, readWhole, utf8 } from './object-store-trial.ts'

/** 保全: what is under a legal hold stays, also when its lock has ended. */
export function describeHolds(attempt: Attempt): void {
  attempt('holds an object until the hold is lifted', async (bench) => {
    const { store, source } = bench
    const stored = await store.put('档案/甲.zip', await source(utf8('甲')), inDays(bench, 30))
    expect(await store.isHeld('档案/甲.zip')).toBe(false)
    await store.setHold('档案/甲.zip', true)
    await store.setHold('档案/甲.zip', true)
    expect(await store.isHeld('档案/甲.zip')).toBe(true)
    expect(await store.stat('档案/甲.zip')).toEqual(stored)
    await store.setHold('档案/甲.zip', false)
    await store.setHold('档案/甲.zip', false)
    expect(await store.isHeld('档案/甲.zip')).toBe(false)
  })

  attempt('refuses to delete what is held though its lock has ended', async (bench) => {
    const { store, source, putWithEndedLock } = bench
    await putWithEndedLock('a', await source(utf8('held')))
    await store.setHold('a', true)
    const refusal = { code: 'STORE_OBJECT_HELD', permanent: true, faults: [{ file: 'a' }] }
    await expect(store.remove('a')).rejects.toMatchObject(refusal)
    expect(await readWhole(store, 'a')).toEqual(utf8('held'))
    await store.setHold('a', false)
    await store.remove('a')
    expect(await store.stat('a')).toBeUndefined()
  })

  attempt('a hold lies on one object, lets its lock grow, and is no key', async (bench) => {
    const { store, source } = bench
    await store.put('a/1', await source(utf8('1')), inDays(bench, 30))
    await store.put('a/10', await source(utf8('10')), inDays(bench, 30))
    await store.setHold('a/1', true)
    expect(await store.isHeld('a/10')).toBe(false)
    await store.extendLock('a/1', inDays(bench, 60))
    expect(await store.isHeld('a/1')).toBe(true)
    expect(await Array.fromAsync(store.list(''))).toEqual(['a/1', 'a/10'])
  })

  attempt('holds nothing that is not there', async ({ store }) => {
    const missing = { code: 'STORE_OBJECT_MISSING', faults: [{ file: '无' }] }
    await expect(store.setHold('无', true)).rejects.toMatchObject(missing)
    await expect(store.isHeld('无')).rejects.toMatchObject(missing)
  })
}
