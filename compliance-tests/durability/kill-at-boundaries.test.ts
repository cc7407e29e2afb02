import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { stageNames } from '#pipelines/stage-names.ts'
import { requireRecord } from '#services/access/require-record.ts'
import { verifyStored } from '#services/access/verify-stored.ts'
import { makeCase } from '../stack/make-case.ts'
import { openTestArchive, type TestArchive } from '../stack/test-archive.ts'

const program = new URL('./killed-worker.ts', import.meta.url).pathname
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
    expect(await killedAt(folder, stage, moment)).toBe('SIGKILL')

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

test('the numbers have no gap and no double', async () => {
  const { rows } = await archive.catalogue.pool.query<{ number: string; archival_code: string }>(
    'select number, archival_code from record order by number',
  )
  const serials = (codes: string[]) => codes.map((code) => Number(code.split('-').at(-1))).toSorted((a, b) => a - b)
  const expected = boundaries.map((_, i) => i + 1)
  expect(serials(rows.map(({ number }) => number))).toEqual(expected)
  expect(serials(rows.map(({ archival_code: code }) => code))).toEqual(expected)
})

/** Resolves to the signal that ended the process. */
async function killedAt(folder: string, stage: string, moment: string): Promise<string | null> {
  const child = spawn(process.execPath, [program, folder, stage, moment], {
    env: { ...archive.environment, PATH: '/usr/bin:/bin' },
    stdio: 'inherit',
  })
  const [, signal] = await once(child, 'exit')
  return signal as string | null
}
