import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { requireRecord } from '#services/access/require-record.ts'
import { statistics } from '#services/access/statistics.ts'
import { openAccessKey } from '#services/access-key.ts'
import { createApp } from '#services/api/app.ts'
import { documentsOf } from '#storage/catalogue/documents.ts'
import { type HoldingCounts, type StatisticDimension, statisticDimensions } from '#storage/catalogue/statistics.ts'
import { jsonLines, runCommand } from '../durability/command.ts'
import { openTestArchive, samples, type TestArchive } from '../stack/test-archive.ts'
import { type GeneratedHolding, generateHoldings } from './generated-holdings.ts'

let archive: TestArchive
let holdings: GeneratedHolding[]

const accepted = ['01-food-licence-granted', '03-advert-not-accepted', '06-employment-registration-instant']
const generatedCount = 210

beforeAll(async () => {
  archive = await openTestArchive()
  const captured = await archive.capture(...accepted.map((name) => join(samples, 'accepted', name)))
  await archive.capture(join(samples, 'refused', '01-wrong-sha256', 'case'))
  await archive.capture(join(samples, 'refused', '27-required-material-missing', 'case'))
  const real = await Promise.all(captured.map(({ number = '' }) => holdingOf(number)))
  const like = await requireRecord(archive.catalogue, captured[0]?.number ?? '')
  holdings = [...real, ...(await generateHoldings(archive.catalogue, like, generatedCount))]
})
afterAll(() => archive.close())

async function holdingOf(number: string) {
  const record = await requireRecord(archive.catalogue, number)
  const documents = await documentsOf(archive.catalogue.pool, record.number)
  const stated = record.metadata.documents.map(({ pageCount }) => pageCount)
  expect(documents.map(({ pages }) => pages?.toString())).toEqual(stated)
  return { record, documents }
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
  const { total } = await statistics(archive, [])
  expect(total).toEqual(counted(everyDocument()))
  expect(total.records).toBe(accepted.length + generatedCount - generatedCount / 7)
  expect(total.documentsWithoutPages).toBeGreaterThan(0)
})

test.for(statisticDimensions)('PRC-13 counts by %s are those of the records, value by value', async (by) => {
  const { groups } = await statistics(archive, [by])
  const expected = Map.groupBy(everyDocument(), ({ holding, document }) => keys[by](holding, document))
  expect(groups).toEqual([{ by, rows: expect.any(Array) }])
  const found = new Map(groups[0]?.rows.map(({ key, name: _, ...counts }) => [key, counts]))
  expect(found).toEqual(new Map([...expected].map(([key, held]) => [key, counted(held)])))
  expect(found.size).toBeGreaterThan(2)
})

test.for(statisticDimensions.filter((by) => by !== 'format'))(
  'PRC-13 what is counted by %s adds up to the total',
  async (by) => {
    const { total, groups } = await statistics(archive, [by])
    for (const name of Object.keys(total) as (keyof HoldingCounts)[]) {
      expect(groups[0]?.rows.reduce((sum, row) => sum + row[name], 0)).toBe(total[name])
    }
  },
)

test('PRC-13 hand-overs by state add up to what was received; what is archived are the records', async () => {
  const { handovers, total } = await statistics(archive, [])
  expect(handovers).toEqual({
    received: accepted.length + generatedCount + 2,
    processing: generatedCount / 14,
    archived: total.records,
    review: generatedCount / 14,
    refused: 2,
  })
})

test('an empty archive counts nothing', async () => {
  const empty = await openTestArchive()
  const nothing = { records: 0, materials: 0, documents: 0, pages: 0, documentsWithoutPages: 0, bytes: 0 }
  expect(await statistics(empty, ['year'])).toMatchObject({
    handovers: { received: 0 },
    total: nothing,
    groups: [{ by: 'year', rows: [] }],
  })
  await empty.close()
})

test('PRC-13 the API, the command and its table tell the same numbers', async () => {
  const { at: _, ...expected } = await statistics(archive, ['year', 'format'])
  const told = await askFor('?by=year,format')
  expect(told.body).toMatchObject(expected)
  expect((await askFor('?by=colour')).status).toBe(400)
  const { groups } = (await askFor('')).body
  expect(groups.map(({ by }) => by)).toEqual([...statisticDimensions])
  const command = (...args: string[]) => runCommand(['statistics', ...args], archive.environment)
  expect(jsonLines(await command('--by', 'year', 'format', '--json'))).toMatchObject([expected])
  const { stdout } = await command('--by', 'year')
  for (const { key, records, bytes } of expected.groups[0]?.rows ?? []) {
    expect(stdout).toMatch(new RegExp(`^${key} +${records} .* ${bytes}$`, 'm'))
  }
  expect((await command('--by', 'colour')).code).toBe(2)
})

/** Asks the API; no worker runs beside it, which would take up the cases that are in process. */
async function askFor(query: string) {
  const key = await openAccessKey(archive.config.dataDir)
  const app = createApp({ archive, queue: {} as never, key })
  const headers = { authorization: `Bearer ${key.value}` }
  const response = await app.request(`/api/v1/statistics${query}`, { headers })
  return { status: response.status, body: (await response.json()) as { groups: { by: string }[] } }
}
