import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from '#services/config.ts'
import { openLog } from '#services/logging.ts'
import { openArchive } from '#services/open-archive.ts'
import { serverOf, serverProcesses } from '#storage/catalogue/embedded/test-folder.ts'
import { makeCase } from '../stack/make-case.ts'
import { samples } from '../stack/test-archive.ts'
import { allArchived, archiveState } from './archive-state.ts'
import { type CommandEnvironment, jsonLines, runCommand, startCommand } from './command.ts'

const sample = '06-employment-registration-instant'
const casesEach = 12

let folder: string
let dataDir: string
let environment: CommandEnvironment
/** Cases handed over so far. */
let made = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guidang-outage-'))
  dataDir = join(folder, 'data')
  environment = { DATA_DIR: dataDir, RECOGNITION: 'false', STORE_IMMUTABLE: 'false', LOG_LEVEL: 'silent' }
  const imported = await runCommand(['scope', 'import', join(samples, 'scope-tables.json')], environment)
  expect(imported).toMatchObject({ code: 0 })
})
afterAll(() => rm(folder, { recursive: true }))

test.for([1, 4, 8])(
  'a command whose database is killed (SIGKILL) after case %d goes on with the one that is started again',
  async (after) => {
    const cases = await makeCases()
    const capture = startCommand(['capture', '--json', ...cases], environment)
    await linesSaid(capture.process.stdout, after)
    await killDatabase()

    const result = await capture.ended
    expect(result, result.stdout + result.stderr).toMatchObject({ code: 0, signal: null })
    expect(jsonLines(result).map(({ outcome }) => outcome)).toEqual(Array(casesEach).fill('archived'))
    await expectAllArchived()
  },
)

test('when command and database are killed together, the next command finishes every case', async () => {
  const cases = await makeCases()
  const capture = startCommand(['capture', '--json', ...cases], environment)
  await linesSaid(capture.process.stdout, 3)
  capture.process.kill('SIGKILL')
  await killDatabase()
  expect(await capture.ended).toMatchObject({ signal: 'SIGKILL' })

  const again = await runCommand(['capture', '--json', ...cases], environment)
  expect(again, again.stdout + again.stderr).toMatchObject({ code: 0 })
  await expectAllArchived()
})

function makeCases(): Promise<string[]> {
  const numbers = Array.from({ length: casesEach }, () => made++)
  return Promise.all(numbers.map((i) => makeCase(sample, join(folder, `case-${i}`), `OUTAGE-${i}`)))
}

async function expectAllArchived(): Promise<void> {
  const archive = await openArchive(readConfig(environment), openLog('silent'))
  const state = await archiveState(archive)
  await archive.close()
  // A capture of which nobody knows whether it was entered leaves its files until they are a day old.
  expect({ ...state, staged: [] }).toEqual(allArchived(made, 2))
  expect(await serverProcesses(dataDir)).toEqual([])
}

async function killDatabase(): Promise<void> {
  const pid = await serverOf(dataDir)
  expect(pid).toBeTypeOf('number')
  process.kill(pid ?? Number.NaN, 'SIGKILL')
}

/** Resolves when as many lines have been said. */
async function linesSaid(stream: NodeJS.ReadableStream | null, wanted: number): Promise<void> {
  for (let said = 0; stream !== null && said < wanted; ) {
    const [chunk] = (await once(stream, 'data')) as [Buffer]
    said += chunk.toString().split('\n').length - 1
  }
}
