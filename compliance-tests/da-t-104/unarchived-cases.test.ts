import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FinishedList } from '#archive-schema/finished-cases/finished-list.ts'
import { type FinishedState, finishedReport } from '#services/access/finished-report.ts'
import { importFinishedCases } from '#services/intake/import-finished-cases.ts'
import { remindUnarchived } from '#services/worker/remind-unarchived.ts'
import { type ApiUnderTest, openApi } from '../access/api-under-test.ts'
import { jsonLines, runCommand } from '../durability/command.ts'
import { CaseDraft } from '../intake/case-draft.ts'

const systemCode = 'ZWFW-430100'
const accepted = (counter: number) => `湘麓审受字〔2025〕第${String(counter).padStart(4, '0')}号`

let api: ApiUnderTest
let folder: string

beforeAll(async () => {
  api = await openApi()
  folder = await mkdtemp(join(tmpdir(), 'guidang-finished-'))
})
afterAll(async () => {
  await api.close()
  await rm(folder, { recursive: true })
})

/** Hands over sample 06 (finished on 2025-04-15) under a serial number, changed as `change` says. */
async function handOver(serialNumber: string, change: (draft: CaseDraft) => unknown = () => {}) {
  const draft = (await CaseDraft.of('06')).set('source.serialNumber', serialNumber)
  await change(draft)
  const path = join(folder, crypto.randomUUID())
  await draft.write(path)
  const [outcome] = await api.archive.capture(path)
  return outcome
}

function tell(...cases: FinishedList['cases']) {
  return importFinishedCases(api.archive, { systemCode, cases })
}

/** The report of a day, under a clock that stands still at noon of it. */
function reportOn(day: string, ...states: readonly FinishedState[]) {
  const now = () => new Date(`${day}T12:00:00+08:00`)
  return finishedReport({ catalogue: api.archive.catalogue, now }, states.length === 0 ? {} : { states })
}

async function stateOf(serialNumber: string, day: string) {
  const { cases } = await reportOn(day, 'archived', 'due', 'alarm', 'overdue')
  const found = cases.find((each) => each.serialNumber === serialNumber)
  return [found?.state, found?.handover]
}

test('PRC-10 a finished case that was never handed over is due, then alarmed, then overdue', async () => {
  await tell({ serialNumber: 'never-0001', finishedOn: '2025-04-15' })
  expect(await stateOf('never-0001', '2025-05-15')).toEqual(['due', 'none'])
  expect(await stateOf('never-0001', '2025-05-16')).toEqual(['alarm', 'none'])
  expect(await stateOf('never-0001', '2026-06-30')).toEqual(['alarm', 'none'])
  expect(await stateOf('never-0001', '2026-07-01')).toEqual(['overdue', 'none'])
})

test('PRC-10 the day is that of China, whatever the clock of the machine says', async () => {
  const { catalogue } = api.archive
  const at = (moment: string) => finishedReport({ catalogue, now: () => new Date(moment) })
  expect(await at('2025-05-15T15:59:59Z')).toMatchObject({ on: '2025-05-15', counts: { due: 1, alarm: 0 } })
  expect(await at('2025-05-15T16:00:00Z')).toMatchObject({ on: '2025-05-16', counts: { due: 0, alarm: 1 } })
})

test('PRC-10 the log is warned of alarmed and overdue cases, and of nothing before', async () => {
  const warnings: unknown[] = []
  const log = { warn: (fields: unknown) => warnings.push(fields), error: (fields: unknown) => warnings.push(fields) }
  const remindOn = (day: string) =>
    remindUnarchived({ catalogue: api.archive.catalogue, now: () => new Date(`${day}T12:00:00+08:00`), log })
  await remindOn('2025-05-15')
  expect(warnings).toEqual([])
  await remindOn('2025-05-16')
  await remindOn('2026-07-01')
  expect(warnings).toMatchObject([
    { event: 'finished.unarchived', on: '2025-05-16', alarm: 1, overdue: 0 },
    { on: '2026-07-01', alarm: 0, overdue: 1 },
  ])
})

test('PRC-10 a case that was refused is still due, until it is archived', async () => {
  await tell({ serialNumber: 'refused-0001', finishedOn: '2025-04-15' })
  const lacking = await handOver('refused-0001', (draft) => draft.without('劳动合同'))
  expect(lacking?.outcome).toBe('refused')
  expect(await stateOf('refused-0001', '2026-07-01')).toEqual(['overdue', 'refused'])
  await handOver('refused-0001')
  expect(await stateOf('refused-0001', '2026-07-01')).toEqual(['archived', 'archived'])
})

test('PRC-11 an archived case is marked with its record, whichever came first; a second push is known as the same', async () => {
  await tell({ serialNumber: 'marked-0001', finishedOn: '2025-04-15' })
  const first = await handOver('marked-0001')
  const early = await handOver('marked-0002')
  await tell({ serialNumber: 'marked-0002', finishedOn: '2025-04-15' })
  const { cases } = await reportOn('2025-05-01', 'archived')
  const marks = new Map(cases.map(({ serialNumber, number }) => [serialNumber, number]))
  expect(marks.get('marked-0001')).toBe(first?.number)
  expect(marks.get('marked-0002')).toBe(early?.number)
  expect(await handOver('marked-0001')).toMatchObject({ number: first?.number, repeated: true })
  const other = await handOver('marked-0001', (draft) => draft.set('case.remarks', '另一份'))
  expect(other).toMatchObject({ outcome: 'refused', code: 'IDENTITY_CONFLICT' })
  expect(await stateOf('marked-0001', '2026-07-01')).toEqual(['archived', 'archived'])
})

test('PRC-11 a revision that is refused does not take the mark away', async () => {
  const revised = await handOver('marked-0001', (draft) => draft.set('source.revision', 2).without('劳动合同'))
  expect(revised?.outcome).toBe('refused')
  expect(await stateOf('marked-0001', '2026-07-01')).toEqual(['archived', 'archived'])
})

test('a list again is harmless; what it says otherwise holds, and what was said before is kept', async () => {
  const finished = { serialNumber: 'again-0001', acceptanceNumber: '受0001', finishedOn: '2025-04-15' }
  expect(await tell(finished)).toEqual({ systemCode, cases: 1, new: 1 })
  expect(await tell(finished)).toMatchObject({ new: 0 })
  expect(await tell({ ...finished, finishedOn: '2025-06-01' })).toMatchObject({ new: 1 })
  expect(await stateOf('again-0001', '2025-06-30')).toEqual(['due', 'none'])
  const { rows } = await api.archive.catalogue.pool.query(
    `select finished_on::text from finished_case where serial_number = 'again-0001' order by id`,
  )
  expect(rows.map(({ finished_on }) => finished_on)).toEqual(['2025-04-15', '2025-06-01'])
})

test('the same serial number in another handling system is another case', async () => {
  await importFinishedCases(api.archive, {
    systemCode: 'OTHER-1',
    cases: [{ serialNumber: 'marked-0001', finishedOn: '2025-04-15' }],
  })
  const { cases } = await reportOn('2025-05-01')
  expect(cases.filter(({ serialNumber }) => serialNumber === 'marked-0001')).toMatchObject([
    { systemCode: 'OTHER-1', state: 'due', handover: 'none' },
  ])
})

test('PRC-10 gaps between 受理编号 are named; what was handed over or told of fills them', async () => {
  await tell(
    { serialNumber: 'gap-000001', acceptanceNumber: accepted(321), finishedOn: '2025-04-15' },
    { serialNumber: 'gap-000002', acceptanceNumber: accepted(327), finishedOn: '2025-04-15' },
  )
  await handOver('gap-000003', (draft) => draft.set('case.acceptanceNumber', accepted(324)))
  const gaps = async () =>
    (await reportOn('2025-05-01')).gaps.filter(({ series }) => series === '湘麓审受字〔2025〕第*号')
  expect(await gaps()).toMatchObject([
    { systemCode, from: accepted(322), to: accepted(323), missing: 2 },
    { systemCode, from: accepted(325), to: accepted(326), missing: 2 },
  ])
  await tell({ serialNumber: 'gap-000004', acceptanceNumber: accepted(322), finishedOn: '2025-04-15' })
  expect((await gaps()).map(({ from }) => from)).toEqual([accepted(323), accepted(325)])
})

test('the API lists page by page, every case once', async () => {
  const all = await finishedReport(api.archive, { states: ['archived'] })
  const seen: string[] = []
  for (let next: string | undefined = ''; next !== undefined; ) {
    const query: string = new URLSearchParams({ state: 'archived', limit: '1', after: next }).toString()
    const page = await api.read<{ cases: { serialNumber: string }[]; next?: string }>(`/api/v1/finished-cases?${query}`)
    expect(page.cases).toHaveLength(1)
    seen.push(...page.cases.map(({ serialNumber }) => serialNumber))
    next = page.next
  }
  expect(seen.length).toBeGreaterThan(2)
  expect(seen).toEqual(all.cases.map(({ serialNumber }) => serialNumber))
})

test.for([
  ['no serial number', { systemCode, cases: [{ finishedOn: '2025-04-15' }] }, 'cases.0.serialNumber'],
  [
    'a day that is none',
    { systemCode, cases: [{ serialNumber: 'x-00001', finishedOn: '2025-02-30' }] },
    'cases.0.finishedOn',
  ],
  [
    'a case twice',
    { systemCode, cases: ['2025-04-15', '2025-04-16'].map((finishedOn) => ({ serialNumber: 'x-00001', finishedOn })) },
    'cases.1.serialNumber',
  ],
  ['no case', { systemCode, cases: [] }, 'cases'],
  ['a system code of another form', { systemCode: '系统', cases: [] }, 'systemCode'],
] as const)('a list with %s is refused, and nothing of it is kept', async ([, list, field]) => {
  const { counts } = await reportOn('2025-05-01')
  const response = await api.ask('/api/v1/finished-cases', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(list),
  })
  const { code, faults } = (await response.json()) as { code: string; faults: { field: string }[] }
  expect([response.status, code, faults[0]?.field]).toEqual([400, 'REQUEST_INVALID', field])
  expect((await reportOn('2025-05-01')).counts).toEqual(counts)
})

test('PRC-10 PRC-11 the API and the command take lists in and tell the same of them', async () => {
  const list = {
    systemCode: 'ZWFW-430900',
    cases: [{ serialNumber: 'cli-00001', finishedOn: '2025-04-15', name: '就业登记' }],
  }
  const path = join(folder, 'finished.json')
  await writeFile(path, JSON.stringify(list))
  const environment = { ...api.archive.environment, GUIDANG_FIXED_TIME: '2026-07-01T09:00:00+08:00' }
  const command = (...args: string[]) => runCommand(['finished', ...args], environment)
  expect(jsonLines(await command('import', path, '--json'))).toEqual([{ systemCode: 'ZWFW-430900', cases: 1, new: 1 }])
  const [report] = jsonLines(await command('report', '--state', 'overdue', '--json'))
  expect(report).toMatchObject({
    on: '2026-07-01',
    deadline: { source: expect.stringContaining('DA/T 104-2024'), alarmAfterDays: 30 },
    cases: expect.arrayContaining([expect.objectContaining({ ...list.cases[0], state: 'overdue' })]),
  })
  expect((await command('report')).stdout).toMatch(/cli-00001 .*2025-04-15 +逾期 overdue +none +2026-06-30/)
  const told = await api.read<{ cases: { serialNumber: string }[] }>('/api/v1/finished-cases?state=archived')
  expect(told.cases.map(({ serialNumber }) => serialNumber)).toContain('marked-0001')
  await writeFile(path, '{"systemCode": "A1", "systemCode": "A2"}')
  expect(await command('import', path, '--json')).toMatchObject({ code: 1 })
})
