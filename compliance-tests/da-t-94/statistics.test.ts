import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { requireRecord } from '#services/access/require-record.ts'
import { statistics } from '#services/access/statistics.ts'
import { documentsOf } from '#storage/catalogue/documents.ts'
import { type HoldingCounts, type StatisticDimension, statisticDimensions } from '#storage/catalogue/statistics.ts'
import { type ApiUnderTest, openApi } from '../access/api-under-test.ts'
import { jsonLines, runCommand } from '../durability/command.ts'
import { samples } from '../stack/test-archive.ts'
import { type GeneratedHolding, generateHoldings } from './generated-holdings.ts'

let api: ApiUnderTest
let holdings: GeneratedHolding[]

const accepted = ['01-food-licence-granted', '03-advert-not-accepted', '06-employment-registration-instant']
const generatedCount = 210

beforeAll(async () => {
  api = await openApi()
  const { archive } = api
  const captured = await archive.capture(...accepted.map((name) => join(samples, 'accepted', name)))
  await archive.capture(join(samples, 'refused', '01-wrong-sha256', 'case'))
  await archive.capture(join(samples, 'refused', '27-required-material-missing', 'case'))
  const real = await Promise.all(captured.map(({ number = '' }) => holdingOf(number)))
  const like = await requireRecord(archive.catalogue, captured[0]?.number ?? '')
  holdings = [...real, ...(await generateHoldings(archive.catalogue, like, generatedCount))]
})
afterAll(() => api.close())

async function holdingOf(number: string) {
  const record = await requireRecord(api.archive.catalogue, number)
  const documents = await documentsOf(api.archive.catalogue.pool, record.number)
  const stated = record.metadata.documents.map(({ pageCount }) => pageCount)
  const pages = stated.map((pages) => (pages === undefined ? undefined : Number(pages)))
  return { record, documents: documents.map((document, i) => ({ ...document, pages: pages[i] })) }
}

/** The value of a dimension for each document, told without SQL. */
const keys = {
  unit: ({ record }) => record.metadata.case.creditCode,
  item: ({ record }) => record.itemCode,
  year: ({ record }) => record.year,
  retention: ({ record }) => record.retention,
  result: ({ record }) => record.result,
  format: (_, { format }) => format,
} as const satisfies Record<
  StatisticDimension,
  (holding: GeneratedHolding, document: GeneratedHolding['documents'][number]) => string | undefined
>

type Held = { readonly holding: GeneratedHolding; readonly document: GeneratedHolding['documents'][number] }

function everyDocument(): Held[] {
  return holdings.flatMap((holding) => holding.documents.map((document) => ({ holding, document })))
}

function counted(held: readonly Held[]): HoldingCounts {
  const materials = held.map(
    ({ holding, document }) => `${holding.record.number} ${document.class} ${document.material}`,
  )
  const sum = (value: (each: Held) => number) => held.reduce((total, each) => total + value(each), 0)
  return {
    records: new Set(held.map(({ holding }) => holding.record.number)).size,
    materials: new Set(materials).size,
    documents: held.length,
    pages: sum(({ document }) => document.pages ?? 0),
    documentsWithoutPages: held.filter(({ document }) => document.pages === undefined).length,
    bytes: sum(({ document }) => document.fixity.bytes),
  }
}

test('PRC-13 the total is the sum of all records that rest in the store, and of no other', async () => {
  const { total } = await statistics(api.archive, [])
  expect(total).toEqual(counted(everyDocument()))
  expect(total.records).toBe(accepted.length + generatedCount - generatedCount / 7)
  expect(total.documentsWithoutPages).toBeGreaterThan(0)
})

test.for(statisticDimensions)('PRC-13 counts by %s are those of the records, value by value', async (by) => {
  const { groups } = await statistics(api.archive, [by])
  const expected = Map.groupBy(everyDocument(), ({ holding, document }) => keys[by](holding, document))
  expect(groups).toEqual([{ by, rows: expect.any(Array) }])
  const found = new Map(groups[0]?.rows.map(({ key, name: _, ...counts }) => [key, counts]))
  expect(found).toEqual(new Map([...expected].map(([key, held]) => [key, counted(held)])))
  expect(found.size).toBeGreaterThan(2)
})

test.for(statisticDimensions.filter((by) => by !== 'format'))(
  'PRC-13 what is counted by %s adds up to the total',
  async (by) => {
    const { total, groups } = await statistics(api.archive, [by])
    for (const name of Object.keys(total) as (keyof HoldingCounts)[]) {
      expect(groups[0]?.rows.reduce((sum, row) => sum + row[name], 0)).toBe(total[name])
    }
  },
)

test('PRC-13 hand-overs by state add up to what was received; what is archived are the records', async () => {
  const { handovers, total } = await statistics(api.archive, [])
  expect(handovers).toEqual({
    received: accepted.length + generatedCount + 2,
    processing: generatedCount / 7,
    archived: total.records,
    review: 0,
    refused: 2,
  })
})

test('an empty archive counts nothing', async () => {
  const empty = await openApi()
  const nothing = { records: 0, materials: 0, documents: 0, pages: 0, documentsWithoutPages: 0, bytes: 0 }
  expect(await statistics(empty.archive, ['year'])).toMatchObject({
    handovers: { received: 0 },
    total: nothing,
    groups: [{ by: 'year', rows: [] }],
  })
  await empty.close()
})

test('PRC-13 the API, the command and its table tell the same numbers', async () => {
  const { at: _, ...expected } = await statistics(api.archive, ['year', 'format'])
  expect(await api.read('/api/v1/statistics?by=year,format')).toMatchObject(expected)
  expect((await api.ask('/api/v1/statistics?by=colour')).status).toBe(400)
  const { groups } = await api.read<{ groups: { by: string }[] }>('/api/v1/statistics')
  expect(groups.map(({ by }) => by)).toEqual([...statisticDimensions])
  const command = (...args: string[]) => runCommand(['statistics', ...args], api.archive.environment)
  expect(jsonLines(await command('--by', 'year', 'format', '--json'))).toMatchObject([expected])
  const { stdout } = await command('--by', 'year')
  for (const { key, records, bytes } of expected.groups[0]?.rows ?? []) {
    expect(stdout).toMatch(new RegExp(`^${key} +${records} .* ${bytes}$`, 'm'))
  }
  expect((await command('--by', 'colour')).code).toBe(2)
})
