import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeCase } from '../stack/make-case.ts'
import { openTestArchive, type TestArchive } from '../stack/test-archive.ts'
import { allArchived, archiveState } from './archive-state.ts'
import { jsonLines, runCommand, startCommand } from './command.ts'
import { asOrdinaryUser } from './ordinary-user.ts'
import { untilTold } from './until-told.ts'

const sample = '06-employment-registration-instant'

let archive: TestArchive
let folder: string

beforeEach(async () => {
  archive = await openTestArchive()
  folder = await mkdtemp(join(tmpdir(), 'guidang-failing-'))
})
afterEach(async () => {
  await archive.close()
  await rm(folder, { recursive: true })
})

/** A launcher under which no file grows beyond `bytes`: what a full disk does, to this command alone. */
const withSpace = (bytes: number) => ['prlimit', `--fsize=${bytes}`]

test('a data folder that cannot be made is a coded refusal that names it', async () => {
  await writeFile(join(folder, 'file'), '')
  const environment = { ...archive.environment, DATA_DIR: join(folder, 'file', 'data') }
  const refused = await runCommand(['status', '--json'], environment)
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('CONFIGURATION_INVALID  配置有误') })
  expect(jsonLines(refused)).toMatchObject([{ code: 'CONFIGURATION_INVALID', faults: [{ field: 'DATA_DIR' }] }])
})

test('a data folder that may not be written is a coded refusal, and nothing is made there', async () => {
  const dataDir = join(folder, 'data')
  await mkdir(dataDir)
  await chmod(dataDir, 0o555)
  await chmod(folder, 0o755)
  const environment = { ...archive.environment, DATA_DIR: dataDir }
  const refused = await runCommand(['status', '--json'], environment, asOrdinaryUser())
  expect(refused).toMatchObject({ code: 1 })
  expect(jsonLines(refused)).toMatchObject([{ code: 'CONFIGURATION_INVALID', faults: [{ field: 'DATA_DIR' }] }])
  expect(await readdir(dataDir)).toEqual([])
})

test('a staging disk that is full during capture refuses the case for now and keeps nothing of it', async () => {
  const taken = await makeCase(sample, join(folder, 'case'), 'FULL-0001')
  const refused = await runCommand(['capture', '--json', taken], archive.environment, withSpace(200_000))
  expect(refused, refused.stderr).toMatchObject({ code: 1 })
  expect(jsonLines(refused)).toMatchObject([{ code: 'STAGING_UNAVAILABLE' }])
  expect(await archiveState(archive)).toEqual({ ...allArchived(0, 2), cases: {} })
  // The same again, with space: nothing stands in its way.
  expect(await archive.capture(taken)).toMatchObject([{ outcome: 'archived' }])
  expect(await archiveState(archive)).toEqual(allArchived(1, 2))
})

test('a staging disk that is full during packaging lets the case wait, and the next command ends it', async () => {
  const taken = await makeCase(sample, join(folder, 'case'), 'FULL-0002')
  // Its content (405 kB) fits, its package (431 kB) does not.
  const waiting = startCommand(['capture', taken], { ...archive.environment, LOG_LEVEL: 'warn' }, withSpace(420_000))
  await untilTold(waiting.process.stderr, 'STAGING_UNAVAILABLE')
  waiting.process.kill('SIGTERM')
  expect(await waiting.ended).toMatchObject({ code: 1, signal: null })
  const { staged, ...state } = await archiveState(archive)
  expect(state).toMatchObject({ cases: { processing: 1 }, records: 0, objects: 0 })
  expect(staged).toHaveLength(1)

  expect(await archive.capture(taken)).toMatchObject([{ outcome: 'archived', repeated: true }])
  expect(await archiveState(archive)).toEqual(allArchived(1, 2))
})

test('a store that is away for a while is tried again; until then nothing counts as archived', async () => {
  const objects = join(archive.config.dataDir, 'store', 'objects')
  await rename(objects, `${objects}.away`)
  await writeFile(objects, '')
  const taken = await makeCase(sample, join(folder, 'case'), 'STORE-0001')
  const outcomes = archive.capture(taken)
  await untilStage('registration')
  await pause(300)
  const { pool } = archive.catalogue
  expect((await pool.query('select preserved_at, objects from record')).rows).toEqual([
    { preserved_at: null, objects: null },
  ])
  await rm(objects)
  await rename(`${objects}.away`, objects)

  expect(await outcomes).toMatchObject([{ outcome: 'archived' }])
  expect(await archiveState(archive)).toEqual(allArchived(1, 2))
})

async function untilStage(stage: string): Promise<void> {
  for (;;) {
    const { rows } = await archive.catalogue.pool.query<{ stage: string }>('select stage from case_file')
    if (rows[0]?.stage === stage) return
    await pause(20)
  }
}

test('a quota that is used up refuses the next case for now; a larger one lets it in', async () => {
  const [first, second] = [
    await makeCase(sample, join(folder, 'first'), 'QUOTA-0001'),
    await makeCase(sample, join(folder, 'second'), 'QUOTA-0002'),
  ]
  const capture = (path: string, quota: string) =>
    runCommand(['capture', '--json', path], { ...archive.environment, SPACE_FLOOR: '100KB', STORE_QUOTA: quota })
  expect(await capture(first, '400KB')).toMatchObject({ code: 0 })
  const refused = await capture(second, '400KB')
  expect(refused).toMatchObject({ code: 1 })
  expect(jsonLines(refused)).toMatchObject([{ code: 'CAPACITY_EXHAUSTED', faults: [{ field: 'first' }] }])
  expect(await archiveState(archive)).toEqual(allArchived(1, 2))
  expect(await capture(second, '10MB')).toMatchObject({ code: 0 })
  expect(await archiveState(archive)).toEqual(allArchived(2, 2))
})
