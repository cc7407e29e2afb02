import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inspectStored } from '#services/access/inspect-stored.ts'
import { requireRecord } from '#services/access/require-record.ts'
import { type ApiUnderTest, acceptedCase, formOf, openApi, type ToldProblem } from '../access/api-under-test.ts'
import { CaseDraft } from './case-draft.ts'

const item = 'gd.authenticity.sending-system'
const registered = { code: 'ZWFW-430100', name: '长沙市政务服务一体化平台（演示）', status: '启用' } as const
const disabled = { code: 'ZWFW-OLD', name: '旧平台', status: '停用' } as const

let api: ApiUnderTest
let folder: string
let drafts = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guidang-systems-'))
  const file = join(folder, 'systems.json')
  await writeFile(file, JSON.stringify({ format: 'guidang-sending-systems/1', systems: [registered, disabled] }))
  api = await openApi({ SENDING_SYSTEMS: file })
})
afterAll(async () => {
  await api.close()
  await rm(folder, { recursive: true })
})

async function write(systemCode: string, systemName: string): Promise<string> {
  const draft = await CaseDraft.of('06')
  drafts += 1
  const path = join(folder, `case-${drafts}`)
  await draft.set('source.systemCode', systemCode).set('source.systemName', systemName).write(path)
  return path
}

async function rowsOf(table: string): Promise<number> {
  return (await api.archive.catalogue.pool.query(`select 1 from ${table}`)).rowCount ?? 0
}

test('PRC-22 what a registered system hands over is archived, and its report says that the system is registered', async () => {
  const { outcome, number = '' } = await api.handOver(await write(registered.code, registered.name))
  expect(outcome).toBe('archived')
  const { inspection } = await requireRecord(api.archive.catalogue, number)
  expect(inspection.items.find(({ rule }) => rule === item)).toMatchObject({
    outcome: 'PASS',
    blocking: true,
    evidence: [{ found: expect.stringContaining(`${registered.code} ${registered.name}（启用）`) }],
  })
})

test.for([
  ['that is not registered', 'ZWFW-999999', registered.name, 'SOURCE_UNREGISTERED'],
  ['that goes by the code of another', registered.code, '某平台', 'SOURCE_UNREGISTERED'],
  ['that was disabled', disabled.code, disabled.name, 'SOURCE_DISABLED'],
] as const)(
  'PRC-22 what a system %s hands over is refused, and nothing but the refusal is kept',
  async ([, code, name, fault]) => {
    const before = [await rowsOf('case_file'), await rowsOf('refusal'), await api.archive.stored()] as const
    const body = await formOf(await write(code, name))
    const response = await api.ask('/api/v1/cases', { method: 'POST', body })
    expect(response.status).toBe(422)
    expect((await response.json()) as ToldProblem).toMatchObject({
      code: fault,
      faults: [{ field: 'source.systemCode' }],
    })
    expect([await rowsOf('case_file'), await rowsOf('refusal'), await api.archive.stored()]).toEqual([
      before[0],
      before[1] + 1,
      before[2],
    ])
    await expect.poll(api.archive.staged).toEqual([])
    const { rows } = await api.archive.catalogue.pool.query(
      'select kind, system_code, code from handover_log order by id desc limit 1',
    )
    expect(rows).toEqual([{ kind: 'refused', system_code: code, code: fault }])
  },
)

test.for(['', 'Bearer ', 'Bearer of-another-archive'])(
  'PRC-22 whoever hands over with the key "%s" is refused, and nothing is taken in',
  async (authorization) => {
    const before = [await rowsOf('case_file'), await rowsOf('handover_log')]
    const body = await formOf(acceptedCase('06-employment-registration-instant'))
    const response = await api.askAnonymously('/api/v1/cases', { method: 'POST', body, headers: { authorization } })
    expect(response.status).toBe(401)
    expect([await rowsOf('case_file'), await rowsOf('handover_log')]).toEqual(before)
    expect(await api.incoming()).toEqual([])
  },
)

test('where no systems are registered the report says so, and the gate 来源可靠 is not passed', async () => {
  const { number = '' } = await api.handOver(await write(registered.code, registered.name))
  const record = await requireRecord(api.archive.catalogue, number)
  const report = await inspectStored({ ...api.archive, sendingSystems: undefined }, record)
  expect(report.items.find(({ rule }) => rule === item)).toMatchObject({
    outcome: 'NOT_CHECKED',
    blocking: false,
    evidence: [{ found: expect.stringContaining('SENDING_SYSTEMS') }],
  })
  expect(report.gates.find(({ gate }) => gate === '来源可靠')).toMatchObject({ outcome: 'NOT_CHECKED' })
  expect(record.inspection.gates.find(({ gate }) => gate === '来源可靠')).toMatchObject({ outcome: 'PASS' })
})
