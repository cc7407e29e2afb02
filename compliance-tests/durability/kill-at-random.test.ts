import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeCase } from '../stack/make-case.ts'
import { openTestArchive, type TestArchive } from '../stack/test-archive.ts'
import { allArchived, archiveState } from './archive-state.ts'
import { never, startKilledWorker } from './start-killed-worker.ts'

const sample = '06-employment-registration-instant'
const kills = 20
/** By then a worker that is left alone has ended its case. */
const longestMs = 800

let archive: TestArchive
let folders: string

beforeAll(async () => {
  archive = await openTestArchive({ RECOGNITION: 'true', STORE_IMMUTABLE: 'true' })
  folders = await mkdtemp(join(tmpdir(), 'guidang-kill-'))
})
afterAll(async () => {
  // Where objects were made immutable, they are released before they are removed with the rest.
  const { storeImmutable, dataDir } = archive.config
  if (storeImmutable && archive.store.description.includes('immutable')) {
    await promisify(execFile)('chattr', ['-R', '-i', join(dataDir, 'store')])
  }
  await archive.close()
  await rm(folders, { recursive: true })
})

test(`processes killed at ${kills} moments, wherever these fall, leave cases that all end exactly once, archived`, async () => {
  const cases = await Promise.all(
    Array.from({ length: kills }, (_, i) => makeCase(sample, join(folders, `R-${i}`), `RANDOM-${i}`)),
  )
  const stages = new Set<string>()
  for (const [i, folder] of cases.entries()) {
    // One moment in each of as many stretches of time, so that all of the run is hit.
    const delay = ((i + Math.random()) * longestMs) / kills
    const worker = startKilledWorker(archive, never, folder)
    await worker.ready
    await pause(delay)
    worker.process.kill('SIGKILL')
    expect(await worker.died).toBe('SIGKILL')
    for (const stage of await unfinishedStages()) stages.add(stage)
  }
  // Seen half done: else the moments were all too early or too late, and the drill has shown nothing.
  expect(stages.size).toBeGreaterThan(1)

  const outcomes = await archive.capture(...cases)

  expect(outcomes.map(({ outcome }) => outcome)).toEqual(Array(kills).fill('archived'))
  const state = await archiveState(archive)
  expect({ ...state, staged: [] }).toEqual(allArchived(kills, 3))
  expect(await unknownFolders(state.staged)).toEqual(state.staged)
})

async function unfinishedStages(): Promise<string[]> {
  const { rows } = await archive.catalogue.pool.query<{ stage: string }>(
    `select stage from case_file where state = 'processing'`,
  )
  return rows.map(({ stage }) => stage)
}

/** Those of the staging folders that belong to no case: captures that were killed before they entered theirs. */
async function unknownFolders(staged: readonly string[]): Promise<string[]> {
  const { rows } = await archive.catalogue.pool.query<{ id: string }>('select id from case_file')
  const known = new Set(rows.map(({ id }) => id))
  return staged.filter((id) => !known.has(id))
}
