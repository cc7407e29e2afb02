import { afterAll, beforeAll, expect, test } from 'vitest'
import { properties } from '#archive-schema/inspection/inspection-profile.ts'
import { countOutcomes } from '#archive-schema/inspection/inspection-report.ts'
import { registrationForm } from '#archive-schema/registration-form/registration-profile.ts'
import { checkForm } from '#pipelines/registration-form/check-form.ts'
import { decideItem } from '#services/access/decide-item.ts'
import { readForm } from '#services/access/read-form.ts'
import { requireRecord } from '#services/access/require-record.ts'
import { renderRegistration } from '#services/reports/render-registration.ts'
import { answerAll, type BatchesUnderTest, bytesOfOne, entryOf, openBatches, unit } from './batch-under-test.ts'

let batches: BatchesUnderTest
const batch = `${unit}-20261001`
const year = `${unit}-2025`
let number: string

beforeAll(async () => {
  batches = await openBatches()
  await batches.register(batch)
  const [outcome] = await batches.handIn(batch, await batches.another())
  number = outcome?.number ?? ''
  await batches.archive.capture(await batches.another(), await batches.another())
})
afterAll(() => batches.close())

test('TRF-12 all 20 rows of 表A.1 stand in the form, as JSON, XML and page', async () => {
  await answerAll(batches.archive, batch)
  const shown = await readForm(batches.archive, batch)
  const text = async (format: 'json' | 'xml' | 'html') =>
    Buffer.from(await renderRegistration(format, shown, undefined)).toString()
  const [json, xml, page] = [await text('json'), await text('xml'), await text('html')]
  expect(registrationForm.fields).toHaveLength(20)
  for (const { title, tag, filledBy, type, obligation } of registrationForm.fields) {
    expect(json).toContain(`"${title}"`)
    const isEmpty = filledBy === 'signatures' || obligation === 'optional'
    if (!isEmpty) expect(xml, title).toContain(`<${tag} title="${title}">`)
    // A date of signing has no title of its own on paper, quantities share theirs.
    expect(page, title).toContain(type === 'date' && filledBy === 'signatures' ? '年' : (title.split('·')[0] ?? ''))
  }
  expect(page).toContain('☑专业')
  expect(page).toContain('□离线归档')
  expect(page).toContain(`<b>${bytesOfOne}</b>字节`)
})

test('TRF-12 the form of a 归档年度 gathers what the unit handed in for that year, but not what its batches hold', async () => {
  await batches.register(year, entryOf(2))
  const { check, document } = await checkForm(batches.archive, year)
  expect(check.contents.records).toHaveLength(2)
  expect(check.contents.records.map((record) => record.number)).not.toContain(number)
  expect(check.counts.map(({ outcome }) => outcome)).toEqual(['PASS', 'PASS'])
  expect(document).toMatchObject({ gathers: 'year' })
})

test('TRF-12 of another year and another unit nothing is gathered', async () => {
  for (const other of [`${unit}-2024`, '430190-0117-2025', '430191-0101-2025'])
    expect((await checkForm(batches.archive, other)).check.contents.records, other).toEqual([])
})

test('FPC-17 the results of the reports go to the rows of 表A.1, the worst of each property', async () => {
  const { check } = await checkForm(batches.archive, batch)
  const { inspection } = await requireRecord(batches.archive.catalogue, number)
  for (const { key, result } of registrationForm.fields) {
    if (result?.property === undefined) continue
    expect(properties).toContain(result.property)
    const own = inspection.items.filter(({ property }) => property === result.property)
    const { NOT_CHECKED, FAIL } = countOutcomes({ items: own })
    expect([NOT_CHECKED > 0, FAIL]).toEqual([true, 0])
    expect(check.results.find(({ field }) => field === key)?.outcome, key).toBe('NOT_CHECKED')
  }
  const virus = registrationForm.fields.find(({ result }) => result?.cells?.includes('GD/4-1'))
  expect(check.results.find(({ field }) => field === virus?.key)).toMatchObject({
    outcome: 'NOT_CHECKED',
    items: [{ rule: 'GD-4-1' }, { rule: 'GD-4-2' }],
  })
})

test('FPC-17 what a person has decided of a record shows in the row, and in the digest of the report', async () => {
  const before = (await checkForm(batches.archive, batch)).check
  const record = await requireRecord(batches.archive.catalogue, number)
  const rule = 'gd.usability.environment'
  await decideItem(batches.archive, record, 'gd', { rule, outcome: 'FAIL', by: '李强', remark: '软件版本不符' })
  const after = (await checkForm(batches.archive, batch)).check
  const usability = registrationForm.fields.find(({ result }) => result?.property === '可用性')?.key
  expect(after.results.find(({ field }) => field === usability)).toMatchObject({ outcome: 'FAIL' })
  expect(after.contents.records[0]?.packageSha256).toBe(before.contents.records[0]?.packageSha256)
  expect(after.contents.records[0]?.reportSha256).not.toBe(before.contents.records[0]?.reportSha256)
})
