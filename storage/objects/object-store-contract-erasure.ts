import { expect } from 'vitest'
import { type Attempt, inDays, keysOf, utf8 } from './object-store-trial.ts'

/** 彻底删除: a folder is emptied for good once nothing in it is locked or held. */
export function describeErasure(attempt: Attempt): void {
  attempt('erases a folder and leaves its neighbours', async ({ store, source, putWithEndedLock }) => {
    await putWithEndedLock('F/1/a', await source(utf8('a')))
    await putWithEndedLock('F/1/journal/b', await source(utf8('b')))
    await putWithEndedLock('F/10/a', await source(utf8('c')))
    expect((await Array.fromAsync(store.traces('F/1/'))).map(({ key }) => key)).toEqual(['F/1/a', 'F/1/journal/b'])
    await store.erase('F/1/')
    expect(await Array.fromAsync(store.traces('F/1/'))).toEqual([])
    expect(await store.stat('F/1/a')).toBeUndefined()
    expect(await keysOf(store, '')).toEqual(['F/10/a'])
    await store.erase('F/1/')
  })

  attempt('erases nothing that is locked or held, and tells both', async (bench) => {
    const { store, source, putWithEndedLock } = bench
    await putWithEndedLock('F/1/a', await source(utf8('a')))
    await store.setHold('F/1/a', true)
    await expect(store.erase('F/1/')).rejects.toMatchObject({ code: 'STORE_OBJECT_HELD' })
    const locked = await store.put('F/2/a', await source(utf8('a')), inDays(bench, 30))
    await expect(store.erase('F/2/')).rejects.toMatchObject({ code: 'STORE_OBJECT_LOCKED' })
    const [held, ...none] = await Array.fromAsync(store.traces('F/1/'))
    expect([held, none]).toEqual([expect.objectContaining({ key: 'F/1/a', isHeld: true }), []])
    expect(await Array.fromAsync(store.traces('F/2/'))).toMatchObject([
      { key: 'F/2/a', retainUntil: locked.retainUntil, isHeld: false },
    ])
  })
}
