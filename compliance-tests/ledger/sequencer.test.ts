import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { parseCheckpoint } from '#archive-schema/ledger/checkpoint.ts'
import { isConsistent } from '#archive-schema/ledger/consistency-proof.ts'
import { formatEntry } from '#archive-schema/ledger/ledger-entry.ts'
import { treeTrust } from '#archive-schema/ledger/ledger-trust.ts'
import { parseNote } from '#archive-schema/ledger/signed-note.ts'
import { parseProof, verifyProof } from '#archive-schema/ledger/tlog-proof.ts'
import { queueEntry } from '#storage/catalogue/ledger-entries.ts'
import type { LedgerMoment } from '#storage/ledger/ledger-tools.ts'
import { expectedRoots, numberedEntry, openTestLedger, queueNumbered, type TestLedger } from './test-ledger.ts'

let trial: TestLedger
beforeEach(async () => {
  trial = await openTestLedger()
})
afterEach(() => trial.close())

const program = fileURLToPath(new URL('./killed-sequencer.ts', import.meta.url))
const algorithms = ['sha256', 'sm3'] as const
const stored = () => Array.fromAsync(trial.store.list('ledger/'))

test('an empty ledger has no checkpoint, and publishes none', async () => {
  expect(await trial.ledger.publish()).toBeUndefined()
  expect(await stored()).toEqual([])
})

test('a checkpoint covers what was queued, and there is no second one before the ledger has grown', async () => {
  await queueNumbered(trial.catalogue, 0, 300)
  const published = await trial.ledger.publish()
  expect(published).toMatchObject({ size: 300, roots: expectedRoots(300) })
  const { origin, size } = parseCheckpoint(parseNote(Buffer.from(published?.notes.sha256 ?? '')).text)
  expect({ origin, size }).toEqual({ origin: 'archive.example/ledger', size: 300 })
  const before = await stored()
  expect(before).toEqual([
    'ledger/checkpoints/0000000000000300',
    'ledger/sm3/checkpoints/0000000000000300',
    'ledger/sm3/tile/0/000',
    'ledger/sm3/tile/0/001.p/44',
    'ledger/sm3/tile/1/000.p/1',
    'ledger/tile/0/000',
    'ledger/tile/0/001.p/44',
    'ledger/tile/1/000.p/1',
    'ledger/tile/entries/000',
    'ledger/tile/entries/001.p/44',
  ])
  expect(await trial.ledger.publish()).toEqual(published)
  expect(await trial.reopen().publish()).toEqual(published)
  expect(await stored()).toEqual(before)
})

// 3653 days after the clock of the trial.
const windowEnd = Date.parse('2036-11-25T08:00:00Z')

test('what is whole is locked for the whole window, partial tiles are not', async () => {
  await queueNumbered(trial.catalogue, 0, 257)
  await trial.ledger.publish()
  const isLocked = async (key: string) => (await trial.store.stat(key))?.retainUntil.getTime() === windowEnd
  for (const key of await stored()) expect([key, await isLocked(key)]).toEqual([key, !key.includes('.p/')])
})

test('the trees grow from round to round, in this process and in another, and the log only ever goes on', async () => {
  const sizes = [1, 2, 255, 256, 257, 511, 600]
  let queued = 0
  for (const [i, size] of sizes.entries()) {
    await queueNumbered(trial.catalogue, queued, size)
    queued = size
    const ledger = i % 2 === 0 ? trial.ledger : trial.reopen()
    expect(await ledger.publish()).toMatchObject({ size, roots: expectedRoots(size) })
  }
  for (const algorithm of algorithms) {
    for (const old of sizes) {
      const { hashes, size } = await trial.ledger.proveConsistency(algorithm, old)
      const state = (entries: number) => ({
        size: entries,
        root: Buffer.from(expectedRoots(entries)[algorithm], 'base64'),
      })
      expect(isConsistent(algorithm, state(old), state(size), hashes)).toBe(true)
    }
  }
})

test('every entry is proved in both trees under the newest checkpoint, and nothing else is', async () => {
  await queueNumbered(trial.catalogue, 0, 300)
  expect(await trial.ledger.prove(numberedEntry(0))).toBeUndefined()
  await trial.ledger.publish()
  await queueNumbered(trial.catalogue, 300, 301)
  expect(await trial.ledger.prove(numberedEntry(300))).toBeUndefined()
  expect(await trial.ledger.prove(numberedEntry(999))).toBeUndefined()
  for (const index of [0, 255, 256, 299]) {
    const proofs = await trial.ledger.prove(numberedEntry(index))
    for (const algorithm of algorithms) {
      const proof = parseProof(algorithm, proofs?.[algorithm] ?? Buffer.of())
      const trust = treeTrust(trial.keys.trust, algorithm)
      expect(proof.index).toBe(index)
      expect(verifyProof(proof, formatEntry(numberedEntry(index)), trust)).toMatchObject({ size: 300 })
      expect(() => verifyProof(proof, formatEntry(numberedEntry(index + 1)), trust)).toThrow()
    }
  }
})

test('a proof of consistency is not made for sizes that no checkpoint reaches', async () => {
  await queueNumbered(trial.catalogue, 0, 3)
  await trial.ledger.publish()
  for (const [old, size] of [
    [4, undefined],
    [0, 4],
    [3, 2],
    [-1, 2],
    [1.5, 2],
  ] as const)
    await expect(trial.ledger.proveConsistency('sha256', old, size)).rejects.toMatchObject({ code: 'LEDGER_NOT_FOUND' })
})

test('the same entry queued again is no second one', async () => {
  await queueNumbered(trial.catalogue, 0, 2)
  await queueNumbered(trial.catalogue, 0, 2)
  expect(await trial.ledger.publish()).toMatchObject({ size: 2 })
  await queueNumbered(trial.catalogue, 1, 3)
  expect(await trial.ledger.publish()).toMatchObject({ size: 3, roots: expectedRoots(3) })
})

test('an entry whose transaction is rolled back never comes into the ledger', async () => {
  const failing = trial.catalogue.transact(async (transaction) => {
    await queueEntry(transaction, numberedEntry(0), new Date())
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(await trial.ledger.publish()).toBeUndefined()
})

test('of several sequencers one works at a time, and no entry is appended twice', async () => {
  await queueNumbered(trial.catalogue, 0, 100)
  const rounds = Array.from({ length: 6 }, async (_, i) => {
    const published = await trial.reopen().publish()
    await queueNumbered(trial.catalogue, 100 + i * 10, 110 + i * 10)
    return published?.size
  })
  for (const size of await Promise.all(rounds)) expect(size).toBeGreaterThanOrEqual(100)
  expect(await trial.ledger.publish()).toMatchObject({ size: 160 })
  const { rows } = await trial.catalogue.pool.query(
    'select count(distinct place)::int as places, max(place)::int from ledger_entry',
  )
  expect(rows).toEqual([{ places: 160, max: 159 }])
})

test('who asks for a checkpoint gets one that covers what was queued before, however many ask at once', async () => {
  const asked = Array.from({ length: 20 }, async (_, i) => {
    await queueNumbered(trial.catalogue, i, i + 1)
    await trial.ledger.publish()
    return trial.ledger.prove(numberedEntry(i))
  })
  for (const proofs of await Promise.all(asked)) expect(proofs).toBeDefined()
  const checkpoints = (await stored()).filter((key) => key.startsWith('ledger/checkpoints/'))
  expect(checkpoints.length).toBeLessThan(20)
})

test.for(['assigned', 'written', 'committed', 'signed', 'stored', 'published'] as const)(
  'a round that dies when it has %s is ended by the next one, with the bytes that it would have written',
  async (moment: LedgerMoment) => {
    await queueNumbered(trial.catalogue, 0, 250)
    await trial.ledger.publish()
    await queueNumbered(trial.catalogue, 250, 300)
    const dying = trial.reopen({
      onMoment: (at) => {
        if (at === moment) throw new Error(`died: ${at}`)
      },
    })
    await expect(dying.publish()).rejects.toThrow(`died: ${moment}`)
    const before = await contents()
    await queueNumbered(trial.catalogue, 300, 310)
    for (let round = 1; round <= 2; round += 1) await trial.reopen().publish()
    expect(await trial.ledger.newest()).toMatchObject({ size: 310, roots: expectedRoots(310) })
    const after = await contents()
    for (const [name, bytes] of before) expect([name, after.get(name)]).toEqual([name, bytes])
  },
)

test.for(['assigned', 'written', 'signed', 'stored'] as const)(
  'a process that is killed when it has %s lets go of the ledger, and the next one goes on at once',
  async (moment) => {
    await queueNumbered(trial.catalogue, 0, 300)
    const { connectionString } = trial.catalogue
    const args = [program, connectionString, trial.folder, trial.keys.trust.origin, moment]
    const dying = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] })
    expect(await once(dying, 'exit')).toEqual([null, 'SIGKILL'])
    await queueNumbered(trial.catalogue, 300, 301)
    for (let round = 1; round <= 2; round += 1) await trial.ledger.publish()
    expect(await trial.ledger.newest()).toMatchObject({ size: 301, roots: expectedRoots(301) })
  },
)

test('a process that goes on after its round has failed has forgotten what was not committed', async () => {
  let fails = true
  const ledger = trial.reopen({
    onMoment: (at) => {
      if (at === 'written' && fails) throw new Error('no')
    },
  })
  await queueNumbered(trial.catalogue, 0, 5)
  await expect(ledger.publish()).rejects.toThrow('no')
  fails = false
  expect(await ledger.publish()).toMatchObject({ size: 5, roots: expectedRoots(5) })
})

test('a lost partial tile is made again from the entries and the tiles below it', async () => {
  await queueNumbered(trial.catalogue, 0, 600)
  await trial.ledger.publish()
  for (const key of await stored()) if (key.includes('.p/')) await rm(join(trial.folder, 'objects', key))
  await queueNumbered(trial.catalogue, 600, 800)
  expect(await trial.reopen().publish()).toMatchObject({ size: 800, roots: expectedRoots(800) })
})

test('a partial tile is read out of the full one when it is gone', async () => {
  await queueNumbered(trial.catalogue, 0, 100)
  await trial.ledger.publish()
  const partial = { level: 0, index: 0, width: 100 } as const
  const bundle = { ...partial, level: 'entries' } as const
  const before = [await trial.ledger.readTile('sm3', partial), await trial.ledger.readTile('sha256', bundle)]
  await queueNumbered(trial.catalogue, 100, 300)
  await trial.ledger.publish()
  for (const key of await stored()) if (key.includes('.p/')) await rm(join(trial.folder, 'objects', key))
  const after = [await trial.ledger.readTile('sm3', partial), await trial.ledger.readTile('sha256', bundle)]
  expect(after.map((bytes) => Buffer.from(bytes))).toEqual(before.map((bytes) => Buffer.from(bytes)))
})

test('partial tiles go a day after the full one has come, and what is served stays the same', async () => {
  for (const [from, to] of [
    [0, 100],
    [100, 200],
    [200, 300],
  ] as const) {
    await queueNumbered(trial.catalogue, from, to)
    await trial.ledger.publish()
  }
  const place = { level: 0, index: 0, width: 200 } as const
  const before = Buffer.from(await trial.ledger.readTile('sm3', place))
  const partials = async () => (await stored()).filter((key) => key.includes('.p/'))
  const all = await partials()
  expect(await trial.ledger.sweep()).toBe(0)
  expect(await partials()).toEqual(all)
  const nextDay = trial.reopen({ now: () => new Date('2026-11-26T10:00:00Z') })
  expect(await nextDay.sweep()).toBe(1)
  expect(await partials()).toEqual(all.filter((key) => !/\/000\.p\/(100|200)$/.test(key)))
  expect(await nextDay.sweep()).toBe(0)
  expect(Buffer.from(await trial.ledger.readTile('sm3', place))).toEqual(before)
  await queueNumbered(trial.catalogue, 300, 301)
  expect(await trial.reopen().publish()).toMatchObject({ size: 301, roots: expectedRoots(301) })
})

/** Every file of the ledger in the store. */
async function contents(): Promise<Map<string, string>> {
  const top = join(trial.folder, 'objects', 'ledger')
  const files = (await readdir(top, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  const paths = files.map((entry) => join(entry.parentPath, entry.name))
  return new Map(await Promise.all(paths.map(async (path) => [path, await readFile(path, 'base64')] as const)))
}

test('a ledger that began without an SM2 key goes on with one, and its old checkpoints stay good', async () => {
  const { keys } = trial
  const { sm2Pem: _, ...trust } = keys.trust
  const first = (algorithm: 'sha256' | 'sm3') => keys.signers[algorithm].slice(0, 1)
  const before = trial.reopen({ keys: { ...keys, trust, signers: { sha256: first('sha256'), sm3: first('sm3') } } })
  await queueNumbered(trial.catalogue, 0, 3)
  await before.publish()
  await expect(trial.reopen().publish()).rejects.toMatchObject({ code: 'LEDGER_FORKED' })
  const after = trial.reopen({ keys: { ...keys, trust: { ...keys.trust, sm2From: 4 } } })
  await queueNumbered(trial.catalogue, 3, 5)
  expect(await after.publish()).toMatchObject({ size: 5, roots: expectedRoots(5) })
})
