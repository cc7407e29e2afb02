import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { stageNames } from '#pipelines/stage-names.ts'
import { caseStatus } from '#services/access/case-status.ts'
import { makeCase } from '../stack/make-case.ts'
import { openTestArchive, type TestArchive } from '../stack/test-archive.ts'

const sample = '06-employment-registration-instant'

let archive: TestArchive
let folders: string

beforeAll(async () => {
  archive = await openTestArchive()
  folders = await mkdtemp(join(tmpdir(), 'guidang-stages-'))
})
afterAll(async () => {
  await archive.close()
  await rm(folders, { recursive: true })
})

test('a refused case leaves nothing but its reason, is taken after correction, and then never twice [PRC-06, PRC-14]', async () => {
  const wrong = await makeCase(sample, join(folders, 'wrong'), 'STAGES-1', (caseJson) => {
    delete caseJson['materials']?.['0']
  })
  expect((await archive.capture(wrong))[0]).toMatchObject({ outcome: 'refused', code: expect.any(String) })
  expect(await countOf('given_number')).toBe(0)

  const right = await makeCase(sample, join(folders, 'right'), 'STAGES-1')
  const [archived] = await archive.capture(right)
  expect(archived).toMatchObject({ outcome: 'archived', number: expect.stringMatching(/-000001$/) })
  expect(await archive.capture(right)).toMatchObject([{ number: archived?.number, repeated: true }])
  expect(await countOf('record')).toBe(1)
})

test('the stages follow each other in the order of 6.2 to 6.11, and each leaves its entry [PRC-05, PRC-08]', async () => {
  const folder = await makeCase(sample, join(folders, 'order'), 'STAGES-2')
  const [{ number = '' } = {}] = await archive.capture(folder)
  const { timeline } = await caseStatus(archive.catalogue, number)
  expect(timeline.map(({ stage }) => stage)).toEqual(stageNames)
  const times = timeline.map(({ at }) => Date.parse(at))
  expect(times).toEqual(times.toSorted((left, right) => left - right))
})

test('each case has a package of its own [PRC-26]', async () => {
  const pair = [
    await makeCase(sample, join(folders, 'a'), 'STAGES-3'),
    await makeCase(sample, join(folders, 'b'), 'STAGES-4'),
  ]
  const [one, other] = await archive.capture(...pair)
  expect(one?.number).not.toBe(other?.number)
  const packages = (await archive.stored()).filter((key) => key.endsWith('.zip'))
  expect(new Set(packages).size).toBe(await countOf('record'))
})

async function countOf(table: 'given_number' | 'record'): Promise<number> {
  const where = table === 'given_number' ? `where kind = 'electronic-record-code'` : ''
  const { rows } = await archive.catalogue.pool.query<{ count: number }>(
    `select count(*)::int as count from ${table} ${where}`,
  )
  return rows[0]?.count ?? -1
}
