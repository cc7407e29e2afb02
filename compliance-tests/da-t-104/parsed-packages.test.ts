import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { collect } from '#archive-schema/content-reader.ts'
import { digestHex } from '#archive-schema/evidence/digest.ts'
import { requireRecord } from '#services/access/require-record.ts'
import { type DocumentEntry, documentsOf } from '#storage/catalogue/documents.ts'
import type { PreservedRecord } from '#storage/catalogue/records.ts'
import { openObject } from '#storage/objects/open-object.ts'
import { openTestArchive, samples, type TestArchive } from '../stack/test-archive.ts'

let archive: TestArchive
let record: PreservedRecord
let documents: readonly DocumentEntry[]

beforeAll(async () => {
  archive = await openTestArchive()
  const [outcome] = await archive.capture(join(samples, 'accepted', '08-restaurant-joint-parent'))
  record = await requireRecord(archive.catalogue, outcome?.number ?? '')
  documents = await documentsOf(archive.catalogue.pool, record.number)
})
afterAll(() => archive.close())

test('PRC-15 metadata, files and relations of an accepted package are written apart from it, and say the same', () => {
  const { metadata } = record
  expect(metadata.process.length).toBeGreaterThan(1)
  expect(documents.length).toBeGreaterThan(1)
  expect(documents.map(({ path, material }) => [path, material])).toEqual(
    metadata.documents.map(({ folder, actualName, standardName }) => [`${folder}/${actualName}`, standardName]),
  )
  expect(metadata.case.relatedCases).toMatchObject([{ relation: '子办件' }, { relation: '子办件' }])
})

test('PRC-15 every file leads to its bytes in the stored package', async () => {
  const stored = await openObject(archive.store, record.objects.package.key)
  for (const { dataOffset, fixity, path } of documents) {
    const bytes = await collect(stored.stream(dataOffset, dataOffset + fixity.bytes))
    expect([path, digestHex('sha256', bytes)]).toEqual([path, fixity.sha256])
  }
})

test.for([
  [
    'file of a record that does not exist',
    `insert into document (number, document, path, material, class, source_path, bytes, sha256, sm3, format, media_type, data_offset)
     select 'X', 99, path, material, class, source_path, bytes, sha256, sm3, format, media_type, data_offset from document limit 1`,
  ],
  [
    'record of a case that does not exist',
    `insert into record select (jsonb_populate_record(r, jsonb_build_object('number', 'X', 'archival_code', 'X',
       'case_id', gen_random_uuid()))).* from record r limit 1`,
  ],
] as const)('PRC-15 PostgreSQL keeps no %s', async ([, statement]) => {
  await expect(archive.catalogue.pool.query(statement)).rejects.toMatchObject({ code: '23503' })
})
