import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import { type Attempt, inDays, keysOf, patternedBytes, readWhole, utf8 } from './object-store-trial.ts'

/** Sealed objects are written once, whole and true. */
export function describeWriting(attempt: Attempt): void {
  attempt('says in one line what it is', async ({ store }) => {
    expect(store.description).toMatch(/^\S[^\n]+$/)
  })

  attempt('keeps what was put and says what it kept', async (bench) => {
    const { store, source } = bench
    const stored = await store.put('电子档案/甲.zip', await source(utf8('政务服务')), inDays(bench, 30))
    expect(stored).toMatchObject({ key: '电子档案/甲.zip', bytes: 12 })
    expect(await store.stat('电子档案/甲.zip')).toEqual(stored)
    expect(await readWhole(store, '电子档案/甲.zip')).toEqual(utf8('政务服务'))
  })

  attempt('keeps an object of no bytes', async (bench) => {
    const { store, source } = bench
    expect(await store.put('empty', await source(utf8('')), inDays(bench, 30))).toMatchObject({ bytes: 0 })
    expect(await readWhole(store, 'empty')).toEqual(utf8(''))
  })

  attempt('takes the same bytes again as the same object', async (bench) => {
    const { store, source } = bench
    const until = inDays(bench, 30)
    const first = await store.put('a', await source(utf8('same')), until)
    expect(await store.put('a', await source(utf8('same')), until)).toEqual(first)
    expect(await keysOf(store, '')).toEqual(['a'])
  })

  attempt('refuses other bytes under a known key and keeps the first', async (bench) => {
    const { store, source } = bench
    const first = await store.put('a', await source(utf8('first')), inDays(bench, 30))
    const again = store.put('a', await source(utf8('other')), inDays(bench, 60))
    await expect(again).rejects.toMatchObject({ code: 'STORE_OBJECT_EXISTS', permanent: true, faults: [{ file: 'a' }] })
    expect(await readWhole(store, 'a')).toEqual(utf8('first'))
    expect(await store.stat('a')).toEqual(first)
  })

  for (const [size, bytes] of [
    ['small', 5_000],
    ['large', 24_000_000],
  ] as const) {
    attempt(`leaves nothing behind of a ${size} source that is not what it is said to be`, async (bench) => {
      const { store, source } = bench
      const { path } = await source(patternedBytes(bytes))
      const { fixity } = await source(patternedBytes(bytes).fill(0, bytes - 1))
      await expect(store.put('a', { path, fixity }, inDays(bench, 30))).rejects.toMatchObject({
        code: 'FIXITY_STORE_DIFFERS',
        faults: [{ file: 'a', expected: fixity.sha256 }],
      })
      expect(await store.stat('a')).toBeUndefined()
      expect(await keysOf(store, '')).toEqual([])
      expect(await store.put('a', await source(utf8('right')), inDays(bench, 30))).toMatchObject({ bytes: 5 })
    })
  }

  attempt('refuses a source that is longer than it is said to be', async (bench) => {
    const { store, source } = bench
    const { path } = await source(utf8('longer than said'))
    const { fixity } = await source(utf8('longer'))
    const put = store.put('a', { path, fixity }, inDays(bench, 30))
    await expect(put).rejects.toMatchObject({ code: 'FIXITY_STORE_DIFFERS' })
    expect(await store.stat('a')).toBeUndefined()
  })

  attempt(
    'streams an object of 80 MB in and out',
    async (bench) => {
      const { store, source } = bench
      const large = await source(patternedBytes(80_000_000))
      await store.put('large', large, inDays(bench, 30))
      const hash = createHash('sha256')
      let longest = 0
      for await (const chunk of store.read('large')) {
        hash.update(chunk)
        longest = Math.max(longest, chunk.length)
      }
      expect(hash.digest('hex')).toBe(large.fixity.sha256)
      expect(longest).toBeLessThan(20_000_000)
    },
    60_000,
  )
}

/** Two writers of one key in one process. Between processes the catalogue keeps keys apart. */
export function describeCompetingWriters(attempt: Attempt): void {
  attempt('lets two writers of the same bytes both succeed', async (bench) => {
    const { store, source } = bench
    const until = inDays(bench, 30)
    const sources = [await source(utf8('same')), await source(utf8('same'))]
    const [one, two] = await Promise.all(sources.map((each) => store.put('a', each, until)))
    expect(one).toEqual(two)
    expect(await store.stat('a')).toEqual(one)
  })

  attempt('lets one of two writers of different bytes succeed', async (bench) => {
    const { store, source } = bench
    const contents = [utf8('one'), utf8('two')]
    const sources = await Promise.all(contents.map(source))
    const outcomes = await Promise.allSettled(sources.map((each) => store.put('a', each, inDays(bench, 30))))
    const winner = outcomes.findIndex((outcome) => outcome.status === 'fulfilled')
    expect(outcomes[1 - winner]).toMatchObject({ status: 'rejected', reason: { code: 'STORE_OBJECT_EXISTS' } })
    expect(await readWhole(store, 'a')).toEqual(contents[winner])
  })
}
