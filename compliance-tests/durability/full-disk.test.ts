import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeCase } from '../stack/make-case.ts'
import { openTestArchive, type TestArchive } from '../stack/test-archive.ts'
import { allArchived, archiveState } from './archive-state.ts'
import { jsonLines, runCommand, startCommand } from './command.ts'
import { untilTold } from './until-told.ts'

const sample = '06-employment-registration-instant'
const run = promisify(execFile)

let folder: string
let archive: TestArchive
let mounted: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guidang-full-'))
})
afterEach(async () => {
  await archive.close()
  await run('umount', [mounted])
  await rm(folder, { recursive: true })
})

/** A disk of its own of so many bytes. Only root mounts one: others see this test fail. */
async function mountDisk(place: string, bytes: number): Promise<void> {
  await mkdir(place, { recursive: true })
  await run('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', place])
  mounted = place
}

/** Fills the disk of a folder but for so many bytes. */
async function fill(place: string, left: number): Promise<string> {
  const filler = join(place, 'filler')
  const { bavail, bsize } = await statfs(place)
  await writeFile(filler, randomBytes(bavail * bsize - left))
  return filler
}

test('a store whose disk is full in the middle of a write keeps nothing by halves, and goes on by itself when there is space', async () => {
  const dataDir = join(folder, 'data')
  await mountDisk(join(dataDir, 'store'), 4_000_000)
  archive = await openTestArchive({ DATA_DIR: dataDir, SPACE_FLOOR: '0' })
  // The proof of the store needs room as well.
  const first = await makeCase(sample, join(folder, 'first'), 'DISK-0001')
  expect(await runCommand(['capture', first], archive.environment)).toMatchObject({ code: 0 })
  const before = await archive.stored()
  expect(before).toHaveLength(2)

  // Its package has 431 kB.
  const filler = await fill(join(dataDir, 'store'), 250_000)
  const second = await makeCase(sample, join(folder, 'second'), 'DISK-0002')
  const environment = { ...archive.environment, LOG_LEVEL: 'warn' }
  const waiting = startCommand(['capture', '--json', second], environment)
  const heard = await untilTold(waiting.process.stderr, 'STORE_FULL')
  expect(heard).toContain('ENOSPC')
  const { pool } = archive.catalogue
  expect((await pool.query('select objects from record where preserved_at is null')).rows).toEqual([{ objects: null }])
  const now = await archive.stored()
  expect(now.filter((key) => key.endsWith('.zip'))).toEqual(before.filter((key) => key.endsWith('.zip')))

  await rm(filler)
  const ended = await waiting.ended
  expect(ended, ended.stderr).toMatchObject({ code: 0 })
  expect(jsonLines(ended)).toMatchObject([{ outcome: 'archived' }])
  expect(await archiveState(archive)).toEqual(allArchived(2, 2))
})

test('on a staging disk below its floor nothing is begun; with space the same hand-over is archived', async () => {
  const dataDir = join(folder, 'data')
  await mountDisk(dataDir, 32_000_000)
  archive = await openTestArchive({ DATA_DIR: dataDir, SPACE_FLOOR: '10MB' })
  const filler = await fill(dataDir, 9_000_000)
  const taken = await makeCase(sample, join(folder, 'case'), 'DISK-0003')
  const refused = await runCommand(['capture', '--json', taken], archive.environment)
  expect(refused).toMatchObject({ code: 1 })
  expect(jsonLines(refused)).toMatchObject([{ code: 'CAPACITY_EXHAUSTED', faults: [{ field: 'staging' }] }])
  expect(await archiveState(archive)).toEqual({ ...allArchived(0, 2), cases: {} })
  const status = await runCommand(['status'], archive.environment)
  expect(status.stdout).toMatch(/暂存 staging +[89]\.\d MB free ⚠ 已满 full/)

  await rm(filler)
  expect(await runCommand(['capture', taken], archive.environment)).toMatchObject({ code: 0 })
  expect(await archiveState(archive)).toEqual(allArchived(1, 2))
})
