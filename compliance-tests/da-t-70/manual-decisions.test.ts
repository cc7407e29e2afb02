import { afterAll, beforeAll, expect, test } from 'vitest'
import type { InspectionReport } from '#archive-schema/inspection/inspection-report.ts'
import { decideItem } from '#services/access/decide-item.ts'
import { inspectStored } from '#services/access/inspect-stored.ts'
import { requireRecord } from '#services/access/require-record.ts'
import type { PreservedRecord } from '#storage/catalogue/records.ts'
import { type ApiUnderTest, acceptedCase, openApi } from '../access/api-under-test.ts'
import { jsonLines, runCommand } from '../durability/command.ts'

let api: ApiUnderTest
let record: PreservedRecord
let other: PreservedRecord

beforeAll(async () => {
  api = await openApi()
  record = await archived('06-employment-registration-instant')
  other = await archived('03-advert-not-accepted')
})
afterAll(() => api.close())

async function archived(name: string): Promise<PreservedRecord> {
  const { number = '' } = await api.handOver(acceptedCase(name))
  return requireRecord(api.archive.catalogue, number)
}

const answer = { outcome: 'PASS', by: '王芳', role: '档案员', remark: '在线移交，双人经手，日志完整' } as const

function waiting({ items }: InspectionReport): readonly string[] {
  return items.filter(({ outcome }) => outcome === 'MANUAL_REVIEW').map(({ rule }) => rule)
}

test('FPC-09 a record waits until a person has decided every item that waits, and shows who and why ever after', async () => {
  const before = await inspectStored(api.archive, record, 'yj')
  expect(before.outcome).toBe('MANUAL_REVIEW')
  expect(waiting(before)).toHaveLength(4)
  for (const rule of waiting(before)) await decideItem(api.archive, record, 'yj', { ...answer, rule })
  const after = await inspectStored(api.archive, record, 'yj')
  expect(after.outcome).toBe('PASS')
  expect(after.items.find(({ rule }) => rule === 'yj.security.process')?.decisions).toEqual([
    expect.objectContaining({ ...answer, stage: 'yj', decidedAt: expect.stringMatching(/^20.*Z$/) }),
  ])
})

test('FPC-09 another record and another stage still wait', async () => {
  expect(waiting(await inspectStored(api.archive, other, 'yj'))).toHaveLength(4)
  expect(waiting(await inspectStored(api.archive, record, 'bc'))).toContain('bc.security.custody')
})

test('a later decision holds, and both are kept', async () => {
  const rule = 'bc.security.custody'
  await decideItem(api.archive, record, 'bc', { ...answer, rule })
  await decideItem(api.archive, record, 'bc', { ...answer, rule, outcome: 'FAIL', remark: '更正：湿度超标' })
  const report = await inspectStored(api.archive, record, 'bc')
  const item = report.items.find((one) => one.rule === rule)
  expect(item).toMatchObject({ outcome: 'FAIL', decisions: [{ outcome: 'PASS' }, { outcome: 'FAIL' }] })
  expect(report.outcome).toBe('PASS')
})

test.for<[string, object, object]>([
  ['without person', { by: ' ' }, { code: 'REQUEST_INVALID', faults: [{ field: 'by' }] }],
  ['without remark', { remark: '' }, { code: 'REQUEST_INVALID', faults: [{ field: 'remark' }] }],
  ['with neither', { by: undefined, remark: undefined }, { faults: [{ field: 'by' }, { field: 'remark' }] }],
  ['with an outcome of a check', { outcome: 'NOT_CHECKED' }, { faults: [{ field: 'outcome' }] }],
  ['on an item that no stage has', { rule: 'yj.security.nothing' }, { faults: [{ field: 'rule' }] }],
  ['on an item that passed', { rule: 'yj.authenticity.fixity' }, { code: 'INSPECTION_NOT_WAITING' }],
  ['on an item without a check', { rule: 'yj.integrity.registration-form' }, { code: 'INSPECTION_NOT_WAITING' }],
])('FPC-09 a decision %s is refused, and nothing is kept', async ([, change, refusal]) => {
  const before = await countDecisions()
  const given = { ...answer, rule: 'yj.security.process', ...change }
  await expect(decideItem(api.archive, other, 'yj', given)).rejects.toMatchObject(refusal)
  expect(await countDecisions()).toBe(before)
})

test.for([
  "update inspection_decision set outcome = 'PASS'",
  'delete from inspection_decision',
  'truncate inspection_decision',
  "insert into inspection_decision (number, stage, rule, outcome, person, remark, package_sha256, decided_at) select number, 'yj', 'x', 'PASS', ' ', 'y', '', now() from record",
])('the database refuses %s', async (statement) => {
  const before = await countDecisions()
  expect(before).toBeGreaterThan(0)
  await expect(api.archive.catalogue.pool.query(statement)).rejects.toThrow(
    /what is registered never changes|check constraint/,
  )
  expect(await countDecisions()).toBe(before)
})

test('over HTTP: 201 with what was kept, 400 and 409 with the reason, and the next report shows it', async () => {
  const path = `/api/v1/records/${other.number}/inspections/yj`
  const post = (body: object) =>
    api.ask(`${path}/decisions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const kept = await post({ ...answer, rule: 'yj.security.medium' })
  expect([kept.status, await kept.json()]).toEqual([201, expect.objectContaining({ number: other.number, ...answer })])
  expect((await post({ ...answer, rule: 'yj.security.medium', remark: ' ' })).status).toBe(400)
  const refused = await post({ ...answer, rule: 'yj.authenticity.fixity' })
  expect([refused.status, await refused.json()]).toEqual([
    409,
    expect.objectContaining({ code: 'INSPECTION_NOT_WAITING' }),
  ])
  const report = await api.read<InspectionReport>(path)
  expect(report.items.find(({ rule }) => rule === 'yj.security.medium')?.outcome).toBe('PASS')
})

test('by command: exit 0 with what was kept, 1 with the reason, 2 without a remark', async () => {
  const review = (...more: string[]) =>
    runCommand(
      ['review', other.archivalCode, '--json', '--stage', 'bc', '--by', '王芳', ...more],
      api.archive.environment,
    )
  const decided = await review(
    '--rule',
    'bc.usability.restore',
    '--outcome',
    'pass',
    '--remark',
    '2026-11 演练，报告 7 号',
  )
  expect(decided).toMatchObject({ code: 0 })
  expect(jsonLines(decided)).toEqual([expect.objectContaining({ number: other.number, outcome: 'PASS', by: '王芳' })])
  const refused = await review('--rule', 'bc.authenticity.fixity', '--outcome', 'pass', '--remark', '看过')
  expect([refused.code, jsonLines(refused)[0]?.['code']]).toEqual([1, 'INSPECTION_NOT_WAITING'])
  expect(await review('--rule', 'bc.usability.restore', '--outcome', 'pass')).toMatchObject({ code: 2 })
})

async function countDecisions(): Promise<number> {
  const { rows } = await api.archive.catalogue.pool.query<{ count: string }>('select count(*) from inspection_decision')
  return Number(rows[0]?.count)
}
