import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { captureCase } from '#pipelines/capture/capture-case.ts'
import { defaultCaptureLimits } from '#pipelines/capture/capture-limits.ts'
import { folderSource } from '#pipelines/capture/folder-source.ts'
import { CaseQueue } from '#pipelines/queue.ts'
import { firstLane } from '#pipelines/stages.ts'
import { unfinishedCases } from '#storage/catalogue/cases.ts'
import { makeCase } from '../stack/make-case.ts'
import { openTestArchive, type TestArchive } from '../stack/test-archive.ts'
import { allArchived, archiveState } from './archive-state.ts'
import { type RunningCommand, startCommand } from './command.ts'
import { type Boundary, startKilledWorker } from './start-killed-worker.ts'

const sample = '06-employment-registration-instant'

let archive: TestArchive
let folders: string

beforeEach(async () => {
  archive = await openTestArchive()
  folders = await mkdtemp(join(tmpdir(), 'guidang-two-'))
})
afterEach(async () => {
  await archive.close()
  await rm(folders, { recursive: true })
})

test('two workers at once over 20 cases make one record of each, and numbers without a gap', async () => {
  await enterCases(20)
  const workers = [startCommand(['worker'], archive.environment), startCommand(['worker'], archive.environment)]
  await untilEnded(60_000)
  expect(await Promise.all(workers.map(terminate))).toEqual([0, 0])
  expect(await archiveState(archive)).toEqual(allArchived(20, 2))
})

test.for([
  ['arrangement', 'started'],
  ['description', 'done'],
  ['encapsulation', 'completed'],
  ['preservation', 'done'],
] as const satisfies readonly Boundary[])(
  'when one of two workers is killed at %s (%s), the other ends its case within seconds',
  async (boundary) => {
    const doomed = startKilledWorker(archive, boundary)
    await doomed.ready
    const other = startCommand(['worker'], archive.environment)
    // Both are at work when the cases come: the one that is killed leaves the rest to the other.
    await once(other.process.stderr ?? other.process, 'data')
    await enterCases(8)
    expect(await doomed.died).toBe('SIGKILL')
    const died = performance.now()
    await untilEnded(30_000)
    expect(performance.now() - died).toBeLessThan(10_000)
    expect(await terminate(other)).toBe(0)
    expect(await archiveState(archive)).toEqual(allArchived(8, 2))
  },
)

/** Takes cases in, and leaves them to the workers. */
async function enterCases(count: number): Promise<void> {
  const queue = await CaseQueue.open(archive.catalogue, { supervise: false, onError: () => {} })
  const tools = { ...archive, limits: defaultCaptureLimits }
  for (let i = 0; i < count; i += 1) {
    const folder = await makeCase(sample, join(folders, `case-${i}`), `SHARED-${i}`)
    await captureCase(folderSource(folder), {
      ...tools,
      dispatch: (caseId, transaction) => queue.send(firstLane, caseId, transaction),
    })
  }
  await queue.stop({ graceful: false })
}

async function untilEnded(longestMs: number): Promise<void> {
  const end = performance.now() + longestMs
  while ((await unfinishedCases(archive.catalogue.pool)).length > 0) {
    if (performance.now() > end) throw new Error(`not ended: ${JSON.stringify(await archiveState(archive))}`)
    await pause(50)
  }
}

async function terminate({ process: child, ended }: RunningCommand): Promise<number | null> {
  child.kill('SIGTERM')
  return (await ended).code
}
