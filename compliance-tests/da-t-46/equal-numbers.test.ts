import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CheckEvidence } from '#archive-schema/finding.ts'
import { fz2021Proxy as profile } from '#archive-schema/profiles/fz-2021-proxy.ts'
import { inspectStored } from '#services/access/inspect-stored.ts'
import { requireRecord } from '#services/access/require-record.ts'
import { makeCase } from '../stack/make-case.ts'
import { openTestArchive, type TestArchive } from '../stack/test-archive.ts'

const sample = '06-employment-registration-instant'
const serial = '430190250415000871'

let folder: string
let archive: TestArchive
let strict: TestArchive

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'equal-numbers-'))
  const file = join(folder, 'strict-profile.json')
  await writeFile(file, JSON.stringify(refusingEqualResultNumbers()))
  ;[archive, strict] = await Promise.all([openTestArchive(), openTestArchive({ METADATA_PROFILE: file })])
})
afterAll(async () => {
  await archive.close()
  await strict.close()
  await rm(folder, { recursive: true })
})

/** The profile in which an equal 文号 is refused instead of told: a change of data alone. */
function refusingEqualResultNumbers(): unknown {
  const elements = profile.files.case.elements.map((rule) =>
    rule.key === 'resultNumbers' ? { ...rule, unique: { together: ['creditCode'], otherwise: 'refuse' } } : rule,
  )
  return { ...profile, files: { ...profile.files, case: { ...profile.files.case, elements } } }
}

let made = 0
async function capture(
  into: TestArchive,
  serialNumber: string,
  changes: { system?: string; results?: readonly string[] } = {},
) {
  made += 1
  const path = await makeCase(sample, join(folder, String(made)), serialNumber, (caseJson) => {
    if (changes.system !== undefined) Object.assign(caseJson['source'] ?? {}, { systemCode: changes.system })
    const [document] = Object.values(caseJson['case']?.['resultDocuments'] ?? {})
    const numbered = changes.results?.map((number) => Object.assign({}, document, { number }))
    if (numbered !== undefined) Object.assign(caseJson['case'] ?? {}, { resultDocuments: numbered })
  })
  const [outcome] = await into.capture(path)
  return outcome
}

async function duplicates(
  of: TestArchive,
  number = '',
): Promise<{ outcome: string; evidence: readonly CheckEvidence[] }> {
  const { items } = await inspectStored(of, await requireRecord(of.catalogue, number))
  const item = items.find(({ rule }) => rule === 'GD-1-8')
  return { outcome: item?.outcome ?? '', evidence: item?.evidence ?? [] }
}

describe('MET-12 业务流水号 is unique together with 统一社会信用代码', () => {
  test('the same number of the same body from another system waits for a person', async () => {
    expect(await capture(archive, serial)).toMatchObject({ outcome: 'archived' })
    const again = await capture(archive, serial, { system: 'OTHER-SYSTEM', results: ['另一文号1'] })
    expect(again).toMatchObject({ outcome: 'review', message: expect.stringContaining('业务流水号、统一社会信用代码') })
  })

  test('another number from that system is archived', async () => {
    const other = await capture(archive, '430190250415000872', { system: 'OTHER-SYSTEM', results: ['另一文号2'] })
    expect(other).toMatchObject({ outcome: 'archived' })
  })
})

describe('MET-07 equal 文号 are found', () => {
  test('and told, where the profile lets them be, with the record that has the same', async () => {
    const first = await capture(archive, '430190250415000873', { results: ['文号甲'] })
    const second = await capture(archive, '430190250415000874', { results: ['文号乙', '文号甲'] })
    expect([first?.outcome, second?.outcome]).toEqual(['archived', 'archived'])
    const { outcome, evidence } = await duplicates(archive, second?.number)
    expect(outcome).toBe('PASS')
    expect(evidence).toHaveLength(2)
    expect(evidence[1]?.found).toMatch(`文号甲、`)
    expect(evidence[1]?.found?.endsWith(`：${first?.number}`)).toBe(true)
  })

  test('a 文号 that nobody else has tells nothing', async () => {
    const alone = await capture(archive, '430190250415000875', { results: ['文号丙'] })
    expect((await duplicates(archive, alone?.number)).evidence).toHaveLength(1)
  })

  test('and hold the case back, where the profile refuses them', async () => {
    expect(await capture(strict, '430190250415000876', { results: ['文号丁'] })).toMatchObject({ outcome: 'archived' })
    expect(await capture(strict, '430190250415000877', { results: ['文号丁'] })).toMatchObject({
      outcome: 'review',
      message: expect.stringContaining('文号丁'),
    })
    expect(await capture(strict, '430190250415000878', { results: ['文号戊', '文号戊'] })).toMatchObject({
      outcome: 'review',
      message: expect.stringContaining('文号戊'),
    })
  })
})
