import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type AdvanceTools, advanceCase } from '#pipelines/advance-case.ts'
import { captureCase } from '#pipelines/capture/capture-case.ts'
import { defaultCaptureLimits } from '#pipelines/capture/capture-limits.ts'
import { folderSource } from '#pipelines/capture/folder-source.ts'
import { CaseQueue, lanes } from '#pipelines/queue.ts'
import { pipelineStages } from '#pipelines/stages.ts'
import { makeCase } from '../stack/make-case.ts'
import { openTestArchive, type TestArchive } from '../stack/test-archive.ts'
import { allArchived, archiveState } from './archive-state.ts'

const fixedTime = '2026-11-25T08:00:00+08:00'
const sample = '06-employment-registration-instant'
/** The lanes of a case from capture to the end. */
const throughAll = ['clerk', 'reader', 'clerk'] as const

let archive: TestArchive
let folders: string

beforeEach(async () => {
  archive = await openTestArchive({ GUIDANG_FIXED_TIME: fixedTime })
  folders = await mkdtemp(join(tmpdir(), 'guidang-again-'))
})
afterEach(async () => {
  await archive.close()
  await rm(folders, { recursive: true })
})

/** Takes a case in without a job for it: here the test moves it. */
async function enterCase(target: TestArchive, serialNumber: string): Promise<string> {
  const folder = await makeCase(sample, join(folders, `${serialNumber}-${crypto.randomUUID()}`), serialNumber)
  const source = folderSource(folder)
  const tools = { ...target, limits: defaultCaptureLimits, dispatch: async () => {} }
  return (await captureCase(source, tools)).caseId
}

function toolsOf(target: TestArchive, onBoundary?: AdvanceTools['onBoundary']): AdvanceTools {
  const tools = { ...target, ocr: undefined, queue: { send: async () => {} } }
  return onBoundary === undefined ? tools : { ...tools, onBoundary }
}

async function packageDigests(target: TestArchive): Promise<unknown[]> {
  const { rows } = await target.catalogue.pool.query('select number, archival_code, package_sha256 from record')
  return rows
}

/** Moves a case through both lanes as often as it takes; resolves to the number of attempts. */
async function advanceUntilArchived(caseId: string, tools: AdvanceTools): Promise<number> {
  for (let attempts = 1; attempts < 100; attempts += 1) {
    try {
      for (const lane of throughAll) await advanceCase(caseId, lane, 1, tools)
      return attempts
    } catch (error) {
      expect(String(error)).toContain('lost on purpose')
    }
  }
  throw new Error('the case does not end')
}

test('every stage run twice, and every conclusion followed by a repeat, gives what one run gives [PRC-19]', async () => {
  const once = await openTestArchive({ GUIDANG_FIXED_TIME: fixedTime })
  await advanceUntilArchived(await enterCase(once, 'AGAIN-1'), toolsOf(once))

  const lost = new Set<string>()
  const tools = toolsOf(archive, (_, stage, moment) => {
    if (moment === 'started' || lost.has(`${stage} ${moment}`)) return
    lost.add(`${stage} ${moment}`)
    throw new Error('lost on purpose')
  })
  const attempts = await advanceUntilArchived(await enterCase(archive, 'AGAIN-1'), tools)

  expect(lost.size).toBe(2 * pipelineStages.length)
  expect(attempts).toBe(lost.size + 1)
  expect(await archiveState(archive)).toEqual(allArchived(1, 2))
  expect(await packageDigests(archive)).toEqual(await packageDigests(once))
  await once.close()
})

test('two processes that work on one case at once, without any claim, end it once', async () => {
  const ids = await Promise.all(Array.from({ length: 6 }, (_, i) => enterCase(archive, `TWICE-${i}`)))
  for (const lane of throughAll) {
    await Promise.all(ids.flatMap((id) => [1, 2].map(() => advanceCase(id, lane, 3, toolsOf(archive)))))
  }
  expect(await archiveState(archive)).toEqual(allArchived(6, 2))
})

test('a job for a case that has ended changes nothing', async () => {
  const id = await enterCase(archive, 'ENDED-1')
  await advanceUntilArchived(id, toolsOf(archive))
  const before = await packageDigests(archive)
  for (const lane of lanes) await advanceCase(id, lane, 1, toolsOf(archive))
  expect(await packageDigests(archive)).toEqual(before)
  expect(await archiveState(archive)).toEqual(allArchived(1, 2))
})

test('jobs that were sent twice, and into the wrong lane, change nothing', async () => {
  const ids = await Promise.all(Array.from({ length: 3 }, (_, i) => enterCase(archive, `SENT-${i}`)))
  const queue = await CaseQueue.open(archive.catalogue, { supervise: false, onError: () => {} })
  await archive.catalogue.transact(async (transaction) => {
    for (const id of ids) for (const lane of [...lanes, ...lanes]) await queue.send(lane, id, transaction)
  })
  await queue.stop({ graceful: false })
  // A worker that takes one more case in works on the others too.
  const another = await makeCase(sample, join(folders, 'another'), 'SENT-3')
  const first = await archive.capture(another, ...(await repeats(ids.length)))
  expect(first.map(({ outcome }) => outcome)).toEqual(Array(4).fill('archived'))
  expect(await archiveState(archive)).toEqual(allArchived(4, 2))
})

/** The same cases handed over again: waiting for them is waiting for the first. */
function repeats(count: number): Promise<string[]> {
  return Promise.all(
    Array.from({ length: count }, (_, i) => makeCase(sample, join(folders, `repeat-${i}`), `SENT-${i}`)),
  )
}
