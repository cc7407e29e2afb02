import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeCase } from '../stack/make-case.ts'
import { type ApiUnderTest, acceptedCase, openApi, type ToldProblem } from './api-under-test.ts'

type Page = {
  readonly total: number
  readonly hits: readonly { readonly number: string; readonly title: string; readonly decidedAt: string }[]
  readonly next?: string
}

const instant = '06-employment-registration-instant'

let api: ApiUnderTest
let folders: string
/** Numbers of the records of five cases that were finished in the same minute, and of two on either side of a midnight. */
let sameMinute: string[]
let beforeMidnight: string
let atMidnight: string
let other: string

beforeAll(async () => {
  api = await openApi()
  folders = await mkdtemp(join(tmpdir(), 'guidang-search-'))
  sameMinute = []
  for (let i = 0; i < 5; i += 1) sameMinute.push(await archive(`SEARCH-${i}`, 0))
  beforeMidnight = await archive('SEARCH-BEFORE', (9 * 60 + 38) * 60_000 - 1000)
  atMidnight = await archive('SEARCH-AT', (9 * 60 + 38) * 60_000)
  other = (await api.handOver(acceptedCase('03-advert-not-accepted'))).number ?? ''
})
afterAll(async () => {
  await api.close()
  await rm(folders, { recursive: true })
})

/** Archives the sample case as another one, finished at 2025-04-15 14:22 in China and `laterMs` later. */
async function archive(serialNumber: string, laterMs: number): Promise<string> {
  const folder = await makeCase(instant, join(folders, serialNumber), serialNumber, (caseJson) => {
    const shifted = JSON.stringify(caseJson).replaceAll(/"[\d-]+T[\d:]+\+08:00"/g, (text) => {
      const china = new Date(Date.parse(JSON.parse(text)) + laterMs + 8 * 3_600_000)
      return `"${china.toISOString().slice(0, 19)}+08:00"`
    })
    Object.assign(caseJson, JSON.parse(shifted))
  })
  const { outcome, number, faults } = await api.handOver(folder)
  expect([outcome, faults]).toEqual(['archived', undefined])
  return number ?? ''
}

async function found(query: string): Promise<string[]> {
  const { total, hits, next } = await api.read<Page>(`/api/v1/records?${query}`)
  expect([total, next]).toEqual([hits.length, undefined])
  return hits.map(({ number }) => number)
}

const instants = () => [atMidnight, beforeMidnight, ...sameMinute.toReversed()]
const all = () => [other, ...instants()]

test('without conditions every record is found, newest first', async () => {
  expect(await found('')).toEqual(all())
})

test.for([
  ['q=就业登记', instants],
  ['q=刘翀', instants],
  ['q=刘翀%20就业', instants],
  ['q=%E3%80%80刘翀%E3%80%80', instants],
  ['q=刘翀%20广告', () => []],
  ['item=就业登', instants],
  ['item=11430190448032174R4432014031001', instants],
  ['item=11430190448032174R', () => []],
  ['applicant=刘', instants],
  ['applicant=曾晔', () => []],
  ['unit=人力资源', instants],
  ['result=不予受理', () => [other]],
  ['result=不予', () => []],
  ['from=2025-04-16&item=就业登记', () => [atMidnight]],
  ['to=2025-04-15&item=就业登记', () => [beforeMidnight, ...sameMinute.toReversed()]],
  ['from=2025-04-15&to=2025-04-15&item=就业登记', () => [beforeMidnight, ...sameMinute.toReversed()]],
  ['from=2025-04-16&to=2025-04-15', () => []],
  ['to=9999-12-31', all],
  ['from=0001-01-01', all],
  ["q='%22%3B--%25_\\", () => []],
] as const)('%s finds what fits', async ([query, expected]) => {
  expect(await found(query)).toEqual(expected())
})

test.for([1, 2, 3, 7, 8])('pages of %i go through all records, none lost and none twice', async (limit) => {
  const seen: string[] = []
  let pages = 0
  for (let after: string | undefined = ''; after !== undefined; pages += 1) {
    const cursor: string = after === '' ? '' : `&after=${encodeURIComponent(after)}`
    const page: Page = await api.read<Page>(`/api/v1/records?limit=${limit}${cursor}`)
    expect(page.total).toBe(8)
    expect(page.hits.length).toBeLessThanOrEqual(limit)
    seen.push(...page.hits.map(({ number }) => number))
    after = page.next
  }
  expect(seen).toEqual(all())
  expect(pages).toBe(Math.ceil(8 / limit))
})

test.for([
  ['limit=0', ['limit']],
  ['limit=201', ['limit']],
  ['limit=1.5', ['limit']],
  ['limit=many', ['limit']],
  ['limit=', ['limit']],
  ['from=2025-02-30', ['from']],
  ['from=0000-01-01', ['from']],
  ['to=20250415', ['to']],
  ['to=2025-04-15T00:00:00Z', ['to']],
  ['after=nothing', ['after']],
  ['after=', ['after']],
  ['q=%00', ['q']],
  [`q=${'x'.repeat(201)}`, ['q']],
  ['item=a&item=b', ['item']],
  ['form=2025-01-01', ['form']],
  ['limit=x&from=x&nothing=1', ['from', 'limit', 'nothing']],
] as const)('%s is refused, and what is wrong is named', async ([query, fields]) => {
  const response = await api.ask(`/api/v1/records?${query}`)
  expect(response.status).toBe(400)
  const problem = (await response.json()) as ToldProblem
  expect(problem.code).toBe('REQUEST_INVALID')
  expect(problem.faults.map(({ field }) => field).toSorted()).toEqual(fields)
})
