import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { plainText } from '#services/access/record-text.ts'
import { requireRecord } from '#services/access/require-record.ts'
import { searchRecords } from '#storage/catalogue/search.ts'
import { openTestArchive, samples, type TestArchive } from '../stack/test-archive.ts'

let archive: TestArchive
let number: string

beforeAll(async () => {
  archive = await openTestArchive({ RECOGNITION: 'true' })
  const [outcome] = await archive.capture(join(samples, 'accepted', '03-advert-not-accepted'))
  expect(outcome).toMatchObject({ outcome: 'archived', pages: 2 })
  number = outcome?.number ?? ''
})
afterAll(() => archive.close())

test('a phrase that stands only in a scan finds the record', async () => {
  const found = await searchRecords(archive.catalogue.pool, { terms: ['决定不予受理'], limit: 10 })
  expect(found.hits.map((hit) => hit.number)).toEqual([number])
  const nothing = await searchRecords(archive.catalogue.pool, {
    terms: ['决定不予受理', '准予行政许可决定书'],
    limit: 10,
  })
  expect(nothing.total).toBe(0)
})

test('the text of the record has one page for every scanned page, separated by form feeds', async () => {
  const record = await requireRecord(archive.catalogue, number)
  const pages = (await plainText(archive.store, record, {})).split('\f')
  expect(pages).toHaveLength(2)
  expect(await plainText(archive.store, record, { document: 2, page: 1 })).toBe(pages[1])
})

test('the recognised text lies beside the package, not in it [FMT-07]', async () => {
  const record = await requireRecord(archive.catalogue, number)
  expect(record.objects.text?.key).toMatch(/\.text\.jsonl$/)
  expect(record.recognition).toMatchObject({ state: 'done', pages: 2, recognisedPages: 2 })
})
