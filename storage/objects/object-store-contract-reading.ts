import { expect } from 'vitest'
import { type Attempt, forEachAtOnce, inDays, keysOf, patternedBytes, readWhole, utf8 } from './object-store-trial.ts'

/** What is stored is read whole or by range. */
export function describeReading(attempt: Attempt): void {
  attempt('knows nothing of a key never put', async (bench) => {
    const { store } = bench
    const missing = { code: 'STORE_OBJECT_MISSING', faults: [{ file: '无.zip' }] }
    expect(await store.stat('无.zip')).toBeUndefined()
    await expect(readWhole(store, '无.zip')).rejects.toMatchObject(missing)
    await expect(readWhole(store, '无.zip', { start: 0, end: 1 })).rejects.toMatchObject(missing)
    await expect(store.extendLock('无.zip', inDays(bench, 30))).rejects.toMatchObject(missing)
    await expect(store.remove('无.zip')).rejects.toMatchObject(missing)
  })

  attempt('reads any part of an object', async (bench) => {
    const { store, source } = bench
    const content = patternedBytes(300_000)
    await store.put('a', await source(content), inDays(bench, 30))
    for (const [start, end] of [
      [0, 1],
      [0, 300_000],
      [299_999, 300_000],
      [65_535, 131_073],
      [7, 7],
      [300_000, 300_000],
    ] as const) {
      expect(await readWhole(store, 'a', { start, end })).toEqual(content.slice(start, end))
    }
  })

  attempt('refuses a part that lies outside the object', async (bench) => {
    const { store, source } = bench
    await store.put('a', await source(utf8('0123456789')), inDays(bench, 30))
    for (const [start, end] of [
      [0, 11],
      [10, 11],
      [5, 4],
      [-1, 3],
    ] as const) {
      await expect(readWhole(store, 'a', { start, end })).rejects.toMatchObject({
        code: 'RANGE_NOT_SATISFIABLE',
        faults: [{ file: 'a', expected: '10', found: `${start}-${end}` }],
      })
    }
  })

  attempt('lets a reader stop early', async (bench) => {
    const { store, source } = bench
    const content = patternedBytes(2_000_000)
    await store.put('a', await source(content), inDays(bench, 30))
    for (let round = 0; round < 30; round += 1) {
      for await (const chunk of store.read('a')) {
        expect(Buffer.compare(chunk, content.subarray(0, chunk.length))).toBe(0)
        break
      }
    }
    expect(await readWhole(store, 'a')).toEqual(content)
  })
}

/** Every key is found by its beginning. */
export function describeListing(attempt: Attempt): void {
  attempt('lists keys by their beginning in byte order', async (bench) => {
    const { store, source } = bench
    // By UTF-16 units 𠮷, a surrogate pair, would come before －.
    const keys = ['0', 'a b', 'a/1', 'a/10', 'a/2', 'ab', '案卷/2024/甲', '案卷/2024/－', '案卷/2024/𠮷', '案卷二/1']
    await forEachAtOnce(keys.toReversed(), async (key) => store.put(key, await source(utf8(key)), inDays(bench, 30)))
    expect(await keysOf(store, '')).toEqual(keys)
    expect(await keysOf(store, 'a/')).toEqual(['a/1', 'a/10', 'a/2'])
    expect(await keysOf(store, 'a/1')).toEqual(['a/1', 'a/10'])
    expect(await keysOf(store, '案卷/2024/')).toEqual(['案卷/2024/甲', '案卷/2024/－', '案卷/2024/𠮷'])
    expect(await keysOf(store, '案卷')).toEqual(keys.slice(6))
    expect(await keysOf(store, 'b')).toEqual([])
  })

  attempt('lists only what comes after a key, whether that is there or not', async (bench) => {
    const { store, source } = bench
    const keys = ['a', 'b/01', 'b/02', 'b/02.p/7', 'b/10', '案卷/－', '案卷/𠮷']
    for (const key of keys) await store.put(key, await source(utf8(key)), inDays(bench, 30))
    const after = (prefix: string, key: string) => Array.fromAsync(store.list(prefix, key))
    expect(await after('', 'b/02')).toEqual(keys.slice(3))
    expect(await after('b/', 'b/02')).toEqual(['b/02.p/7', 'b/10'])
    expect(await after('b/', 'b/05')).toEqual(['b/10'])
    expect(await after('b/', 'a')).toEqual(keys.slice(1, 5))
    expect(await after('b/', 'b/10')).toEqual([])
    expect(await after('案卷/', '案卷/－')).toEqual(['案卷/𠮷'])
    expect(await after('c/', 'c/1')).toEqual([])
  })

  attempt(
    'lists 1,100 keys each once',
    async (bench) => {
      const { store, source } = bench
      const keys = Array.from({ length: 1_100 }, (_, index) => `案卷/${String(index).padStart(4, '0')} & 附件.zip`)
      const until = inDays(bench, 30)
      await forEachAtOnce(keys, async (key) => store.put(key, await source(utf8('x')), until))
      expect(await keysOf(store, '案卷/')).toEqual(keys)
    },
    120_000,
  )
}

/** Keys are clean relative paths; what else they hold is free. */
export function describeKeys(attempt: Attempt): void {
  attempt('takes Chinese, blanks and signs in keys', async (bench) => {
    const { store, source } = bench
    const keys = [
      "归档 信息包/a+b & (副本) = 100% #1 ~'!.zip",
      '归档信息包/甲%2F乙?versions',
      '归档信息包/“引号”《书名》<1>',
    ]
    for (const key of keys) {
      const stored = await store.put(key, await source(utf8(key)), inDays(bench, 30))
      expect(await store.extendLock(key, inDays(bench, 31))).toMatchObject({ key, version: stored.version })
      expect(await readWhole(store, key)).toEqual(utf8(key))
    }
    expect((await keysOf(store, '归档')).toSorted()).toEqual(keys.toSorted())
  })

  attempt('takes a key that continues another key', async (bench) => {
    const { store, source } = bench
    await store.put('a.zip.sig', await source(utf8('long')), inDays(bench, 30))
    expect(await store.stat('a.zip')).toBeUndefined()
    await store.put('a.zip', await source(utf8('short')), inDays(bench, 30))
    expect(await readWhole(store, 'a.zip')).toEqual(utf8('short'))
    expect(await readWhole(store, 'a.zip.sig')).toEqual(utf8('long'))
  })

  attempt('refuses keys that are no clean relative paths', async (bench) => {
    const { store, source } = bench
    const content = await source(utf8('x'))
    const refusal = { code: 'PATHS_FORM', permanent: true }
    for (const key of uncleanKeys) {
      await expect(store.put(key, content, inDays(bench, 30))).rejects.toMatchObject(refusal)
      await expect(store.stat(key)).rejects.toMatchObject(refusal)
      await expect(readWhole(store, key)).rejects.toMatchObject(refusal)
      await expect(store.extendLock(key, inDays(bench, 30))).rejects.toMatchObject(refusal)
      await expect(store.remove(key)).rejects.toMatchObject(refusal)
    }
    expect(await keysOf(store, '')).toEqual([])
  })
}

const uncleanKeys = [
  ...['', '/a', 'a/', 'a//b', '.', 'a/../b', './a', 'a/.b'],
  ...['a\u0000b', 'a\nb', 'a\\b', 'e\u0301', 'a\ud800', 'a/'.repeat(512).concat('a'), '档'.repeat(86)],
]
