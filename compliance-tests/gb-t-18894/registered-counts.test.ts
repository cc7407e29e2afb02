import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseBatchNumber } from '#archive-schema/registration-form/form-number.ts'
import { registrationForm } from '#archive-schema/registration-form/registration-profile.ts'
import { CaseQueue } from '#pipelines/queue.ts'
import { checkForm } from '#pipelines/registration-form/check-form.ts'
import { caseStatus } from '#services/access/case-status.ts'
import { formsOfRecords } from '#services/access/forms-of-records.ts'
import { inspectStored } from '#services/access/inspect-stored.ts'
import { requireRecord } from '#services/access/require-record.ts'
import { openSource } from '#services/intake/open-source.ts'
import { takeIn } from '#services/intake/take-in.ts'
import { renderReport } from '#services/reports/render-report.ts'
import { type BatchesUnderTest, bytesOfOne, entryOf, openBatches, unit } from './batch-under-test.ts'

let batches: BatchesUnderTest
const batch = `${unit}-20260801`
let numbers: readonly (string | undefined)[]

beforeAll(async () => {
  batches = await openBatches()
  await batches.register(batch, entryOf(2))
  const outcomes = await batches.handIn(batch, await batches.another(), await batches.another())
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(['archived', 'archived'])
  numbers = outcomes.map(({ number }) => number)
})
afterAll(() => batches.close())

const check = async (number: string) => (await checkForm(batches.archive, number)).check
const outcomes = async (number: string) => (await check(number)).counts.map(({ rule, outcome }) => [rule, outcome])

test('FPC-02 what 表A.1 registers is what was archived: both counts pass, with what was expected and found', async () => {
  expect((await check(batch)).counts).toEqual([
    expect.objectContaining({
      rule: 'GD-2-1',
      outcome: 'PASS',
      evidence: [expect.objectContaining({ expected: '2', found: '2' })],
    }),
    expect.objectContaining({
      rule: 'GD-2-2',
      outcome: 'PASS',
      evidence: [expect.objectContaining({ expected: String(2 * bytesOfOne), found: String(2 * bytesOfOne) })],
    }),
  ])
})

test.for<[string, Record<string, number>, string, string]>([
  ['one 件 more', { 件: 3 }, 'FAIL', 'PASS'],
  ['one 件 less', { 件: 1 }, 'FAIL', 'PASS'],
  ['one byte more', { 字节: 2 * bytesOfOne + 1 }, 'PASS', 'FAIL'],
  ['one byte less', { 字节: 2 * bytesOfOne - 1 }, 'PASS', 'FAIL'],
])('FPC-02 表A.1 registers %s than was archived: the count fails', async ([, changes, count, bytes]) => {
  await batches.register(batch, { ...entryOf(2), ...changes }, '登记有误')
  const { check, document } = await checkForm(batches.archive, batch)
  expect(check.counts.map(({ outcome }) => outcome)).toEqual([count, bytes])
  expect(document?.check?.outcome).toBe('FAIL')
  expect(check.results.find(({ field }) => field === 'integrity')?.outcome).toBe('FAIL')
})

test('FPC-03 without a form nothing is compared: NOT_CHECKED, and nothing is kept', async () => {
  const bare = `${unit}-20260802`
  await batches.handIn(bare, await batches.another())
  const checked = await checkForm(batches.archive, bare)
  expect(checked.document).toBeUndefined()
  expect(checked.check.counts.map(({ rule, outcome }) => [rule, outcome])).toEqual([
    ['GD-2-1', 'NOT_CHECKED'],
    ['GD-2-2', 'NOT_CHECKED'],
  ])
  await batches.register(bare)
  expect(await outcomes(bare)).toEqual([
    ['GD-2-1', 'PASS'],
    ['GD-2-2', 'PASS'],
  ])
})

test('a refused case of the batch is named until it is handed in rightly', async () => {
  const number = `${unit}-20260803`
  await batches.register(number)
  const broken = await batches.another((json) => Object.assign(json['case'] ?? {}, { security: '秘密' }))
  expect(await batches.handIn(number, broken)).toEqual([expect.objectContaining({ outcome: 'refused' })])
  const refused = await check(number)
  expect(refused.contents.refused).toEqual([expect.objectContaining({ code: 'SECRECY_CLASSIFIED' })])
  expect(refused.counts[0]).toMatchObject({
    outcome: 'FAIL',
    evidence: [{ expected: '1', found: '0' }, { found: '拒收 SECRECY_CLASSIFIED' }],
  })
  const unlisted = await batches.another((json) => Object.assign(json['item'] ?? {}, { version: '9.9' }))
  expect(await batches.handIn(number, unlisted)).toEqual([expect.objectContaining({ outcome: 'refused' })])
  expect((await check(number)).contents.refused).toHaveLength(2)
  const serialNumber = (await check(number)).contents.refused.find((one) => 'serialNumber' in one)?.serialNumber
  const mended = await batches.another((json) => Object.assign(json['source'] ?? {}, { serialNumber }))
  expect(await batches.handIn(number, mended)).toEqual([expect.objectContaining({ outcome: 'archived' })])
  expect((await check(number)).contents.refused).toHaveLength(1)
  expect((await check(number)).counts[0]).toMatchObject({ outcome: 'PASS' })
})

test('while a case of the batch is unfinished the counts are not final: NOT_CHECKED, and it is named', async () => {
  const number = `${unit}-20260804`
  await batches.register(number, entryOf(1))
  const queue = await CaseQueue.open(batches.archive.catalogue, { supervise: false, onError: () => undefined })
  const folder = await batches.another()
  const under = parseBatchNumber(registrationForm, number)
  const taken = await takeIn(() => openSource(folder), folder, batches.archive, queue, under)
  await queue.stop({ graceful: false })
  expect(taken).toMatchObject({ repeated: false })
  const { counts, contents } = await check(number)
  expect(contents.unfinished).toEqual([expect.objectContaining({ state: 'processing', stage: 'capture' })])
  expect(counts.map(({ outcome }) => outcome)).toEqual(['NOT_CHECKED', 'NOT_CHECKED'])
  expect(await batches.handIn(number, folder)).toEqual([
    expect.objectContaining({ outcome: 'archived', repeated: true }),
  ])
  expect(await outcomes(number)).toEqual([
    ['GD-2-1', 'PASS'],
    ['GD-2-2', 'PASS'],
  ])
})

test('the report of a record tells what its batch registers', async () => {
  const record = await requireRecord(batches.archive.catalogue, numbers[0] ?? '')
  const { items } = await inspectStored(batches.archive, record)
  for (const rule of ['GD-2-1', 'GD-2-2']) {
    const item = items.find((one) => one.rule === rule)
    expect(item).toMatchObject({ outcome: 'PASS' })
    expect(item?.evidence.at(-1)?.location).toBe(`电子文件归档登记表 ${batch}`)
  }
  expect(await caseStatus(batches.archive.catalogue, record.number)).toMatchObject({ batch })
})

test('the report of several records tells the forms of their batches, and where there is none', async () => {
  const bare = `${unit}-20260805`
  const [without] = await batches.handIn(bare, await batches.another())
  await batches.register(batch, entryOf(2), '核对无误')
  await check(batch)
  const records = await Promise.all(
    [...numbers, without?.number].map((number = '') => requireRecord(batches.archive.catalogue, number)),
  )
  const reports = records.map((record) => ({ report: record.inspection, record }))
  const [first, ...others] = reports
  if (first === undefined) throw new Error('nothing was archived')
  const forms = await formsOfRecords(batches.archive, records)
  expect(forms).toEqual([
    expect.objectContaining({
      number: batch,
      counts: [
        { rule: 'GD-2-1', outcome: 'PASS' },
        { rule: 'GD-2-2', outcome: 'PASS' },
      ],
    }),
    { number: bare },
  ])
  const page = Buffer.from(await renderReport('html', [first, ...others], undefined, forms)).toString()
  expect(page).toContain(`<code>${batch}</code>`)
  expect(page).toContain(`<code>${bare}</code>　没有登记表`)
})
