import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { stageNames } from '#pipelines/stage-names.ts'
import { requireRecord } from '#services/access/require-record.ts'
import { verifyStored } from '#services/access/verify-stored.ts'
import { makeCase } from '../stack/make-case.ts'
import { openTestArchive, type TestArchive } from '../stack/test-archive.ts'
import { allArchived, archiveState } from './archive-state.ts'
import { startKilledWorker } from './start-killed-worker.ts'

const boundaries = stageNames.flatMap((stage) => {
  const moments = stage === 'capture' ? ['staged', 'entered'] : ['started', 'done', 'completed']
  return moments.map((moment) => [stage, moment] as const)
})

let archive: TestArchive
let folders: string

beforeAll(async () => {
  archive = await openTestArchive({ RECOGNITION: 'true' })
  folders = await mkdtemp(join(tmpdir(), 'guidang-kill-'))
})
afterAll(async () => {
  await archive.close()
  await rm(folders, { recursive: true })
})

test.for(boundaries.map((boundary, i) => [...boundary, i] as const))(
  'a process killed at %s (%s) leaves a case that ends exactly once, archived',
  async ([stage, moment, i]) => {
    const serialNumber = `KILLED-${String(i).padStart(4, '0')}`
    const folder = await makeCase('06-employment-registration-instant', join(folders, serialNumber), serialNumber)
    expect(await startKilledWorker(archive, [stage, moment], folder).died).toBe('SIGKILL')

    const [outcome] = await archive.capture(folder)

    expect(outcome).toMatchObject({ outcome: 'archived', documents: 3 })
    const record = await requireRecord(archive.catalogue, outcome?.number ?? '')
    expect(await verifyStored(archive, record)).toMatchObject({ ok: true })
    expect(await archive.stored()).toHaveLength(3 * (i + 1))
    const { rows } = await archive.catalogue.pool.query(
      `select state, count(*)::int as cases from case_file where serial_number = $1 group by state`,
      [serialNumber],
    )
    expect(rows).toEqual([{ state: 'archived', cases: 1 }])
  },
)

test('after all of it every case is archived once, the numbers have no gap, and nothing is left half done [PRC-19, NAM-08]', async () => {
  const state = await archiveState(archive)
  // Of a capture that was killed before it entered its case, files may stay until they are a day old.
  expect(state.staged).toHaveLength(1)
  expect({ ...state, staged: [] }).toEqual(allArchived(boundaries.length, 3))
})
