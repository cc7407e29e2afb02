import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { wholeRound } from '#archive-schema/copies/slice.ts'
import { storeNames } from '#archive-schema/copies/store-name.ts'
import { attestDestruction } from '#pipelines/disposal/attest.ts'
import { auditStore } from '#services/access/audit-store.ts'
import { copyNow } from '#services/access/copy-now.ts'
import { runDisposals } from '#services/worker/keep-disposals.ts'
import { findDisposed } from '#storage/catalogue/disposed-records.ts'
import { writeJournal } from '#storage/journal/journal.ts'
import { afterLocks, orderedList, watchers } from '../law/disposal-trial.ts'
import { beginning, openRetentionTrial, type RetentionTrial } from '../law/retention-trial.ts'
import { destructionMoments } from './interrupted-destruction.ts'

let trial: RetentionTrial
let folder: string
const { signal } = new AbortController()
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guidang-second-'))
  const copying = { SECOND_STORE_FOLDER: folder, COPY_SECONDS: '86400', AUDIT_DAYS: '0' }
  trial = await openRetentionTrial({ LOCK_WINDOW_DAYS: '3700', ...copying })
})
afterAll(async () => {
  await trial.close()
  await rm(folder, { recursive: true })
})

const program = fileURLToPath(new URL('./killed-disposal.ts', import.meta.url))

/** A process of its own that carries a list out, by a clock after all locks. */
function carryingOut(list: string, moment: string): { process: ChildProcess; died: Promise<NodeJS.Signals | null> } {
  const env = { ...trial.archive.environment, GUIDANG_FIXED_TIME: afterLocks.toISOString() }
  const child = spawn(process.execPath, [program, list, moment], {
    env: { ...env, PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return { process: child, died: once(child, 'exit').then(([, by]) => by as NodeJS.Signals | null) }
}

/** Records of which either store has everything. */
async function copiedRecords(count: number): Promise<string[]> {
  trial.setClock(beginning)
  const numbers: string[] = []
  for (let i = 0; i < count; i += 1) numbers.push((await trial.record()).number)
  await writeJournal({ catalogue: trial.archive.catalogue, objects: trial.archive.journal })
  await copyNow(trial.archive, signal)
  trial.setClock(afterLocks)
  return numbers
}

const faults = async () => {
  const scope = { slice: wholeRound, sample: 100, inspect: false }
  const audits = storeNames.map(async (store) => (await auditStore(trial.archive, { store, ...scope }, signal)).faults)
  return (await Promise.all(audits)).flat()
}

/** The next process completes a list: all of it is gone, audits find nothing, and the watchers can sign. */
async function demandCompletion(list: string, numbers: readonly string[]): Promise<void> {
  await runDisposals({ ...trial.tools, log: trial.archive.log })
  for (const number of numbers) {
    expect(await findDisposed(trial.archive.catalogue.pool, number)).toMatchObject({
      outcome: { stores: ['first', 'second'] },
    })
    for (const store of [trial.tools.store, await trial.tools.stores.second?.open()]) {
      const left = await Array.fromAsync(store?.list('') ?? [])
      expect(left.filter((key) => key.includes(number))).toEqual([])
    }
  }
  for (const watcher of watchers) await attestDestruction(trial.tools, list, { watcher })
  expect(await faults()).toEqual([])
}

test.for(destructionMoments)('a destruction killed when %s is completed by the next process', async (moment) => {
  const numbers = await copiedRecords(1)
  const list = await orderedList(trial, numbers)
  expect(await carryingOut(list, moment).died).toBe('SIGKILL')
  expect(await faults()).toEqual([])
  await demandCompletion(list, numbers)
})

test('destructions killed at random moments, one after the other, are completed by the next process', async () => {
  const numbers = await copiedRecords(8)
  const list = await orderedList(trial, numbers)
  const { pool } = trial.archive.catalogue
  const steps = async () => {
    const counted = await pool.query<{ steps: number }>(
      `select count(d.*)::int + count(o.*)::int as steps from disposed_record d left join disposal_outcome o using (number)
       where d.list = $1`,
      [list],
    )
    return counted.rows[0]?.steps ?? 0
  }
  // Each process is killed a moment after it has got a random number of steps further; the last ones may come to their end.
  const seen: number[] = []
  for (let kill = 0; kill < 4; kill += 1) {
    const goal = (await steps()) + 1 + Math.floor(Math.random() * 4)
    const child = carryingOut(list, 'never')
    while (child.process.exitCode === null && (await steps()) < goal) await pause(2)
    await pause(Math.random() * 10)
    child.process.kill('SIGKILL')
    await child.died
    seen.push(await steps())
  }
  expect(seen.some((count) => count > 0 && count < 2 * numbers.length)).toBe(true)
  await demandCompletion(list, numbers)
})
