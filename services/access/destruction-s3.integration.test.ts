import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { afterLocks, orderedList } from '#compliance-tests/law/disposal-trial.ts'
import { beginning, openRetentionTrial, type RetentionTrial } from '#compliance-tests/law/retention-trial.ts'
import { carryOut } from '#pipelines/disposal/carry-out.ts'
import type { DisposalTools } from '#pipelines/disposal/disposal-tools.ts'
import { findDisposed } from '#storage/catalogue/disposed-records.ts'
import { writeJournal } from '#storage/journal/journal.ts'
import type { KeptStore } from '#storage/objects/kept-store.ts'
import type { ObjectStore } from '#storage/objects/object-store.ts'
import { fileSource, inDays, utf8 } from '#storage/objects/object-store-trial.ts'
import { openS3ObjectStore } from '#storage/objects/s3-object-store.ts'
import { openS3Trial } from '#storage/objects/s3-trial.ts'
import { copyNow } from './copy-now.ts'

let trial: RetentionTrial
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guidang-s3-destruction-'))
  const copying = { SECOND_STORE_FOLDER: join(folder, 'second'), COPY_SECONDS: '86400', AUDIT_DAYS: '0' }
  trial = await openRetentionTrial({ LOCK_WINDOW_DAYS: '3700', ...copying })
})
afterAll(async () => {
  await trial.close()
  await rm(folder, { recursive: true })
})

/** A record of which both folders have everything, and the keys of its objects. */
async function copiedRecord() {
  trial.setClock(beginning)
  const record = await trial.record()
  await writeJournal({ catalogue: trial.archive.catalogue, objects: trial.archive.journal })
  await copyNow(trial.archive, new AbortController().signal)
  trial.setClock(afterLocks)
  const place = `${dirname(record.objects.package.key)}/`
  const traces = await Array.fromAsync(trial.tools.store.traces(place))
  return { ...record, place, keys: traces.map(({ key }) => key) }
}

/** The tools of an archive one of whose stores is another one. */
function toolsWith(name: 'first' | 'second', store: ObjectStore): DisposalTools {
  if (name === 'first') return { ...trial.tools, store }
  const second = Object.assign(Object.create(trial.tools.stores.second ?? {}) as KeptStore, { open: async () => store })
  return { ...trial.tools, stores: { second } }
}

const fileOf = (key: string) => join(trial.archive.config.dataDir, 'store', 'objects', key)

test.for(['first', 'second'] as const)(
  'with S3 as the %s store and a folder as the other, no version, marker or part of a record is left in either [RET-07, RET-08]',
  async (name) => {
    const record = await copiedRecord()
    const { store, place, putWithEndedLock } = await openS3Trial()
    const { client, bucket } = place
    for (const key of record.keys) await putWithEndedLock(key, { path: fileOf(key), fixity: record.packageFixity })
    await client.removeObject(bucket, record.objects.package.key)
    await client.initiateNewMultipartUpload(bucket, record.objects.evidence.key, {})
    const neighbour = `${record.place.slice(0, -1)}0/${record.number}.zip`
    await putWithEndedLock(neighbour, await fileSource(folder, utf8('neighbour')))
    const tools = toolsWith(name, store)
    const stores = [tools.store, await tools.stores.second?.open()]
    const list = await orderedList(trial, [record.number])
    expect(await carryOut(tools, list)).toEqual([{ number: record.number, state: 'destroyed' }])
    for (const one of stores) expect(await Array.fromAsync(one?.traces(record.place) ?? [])).toEqual([])
    expect((await Array.fromAsync(store.traces(''))).map(({ key }) => key)).toEqual([neighbour])
    expect(await findDisposed(trial.archive.catalogue.pool, record.number)).toMatchObject({
      outcome: { stores: ['first', 'second'], erased: 2 * record.keys.length + 2 },
    })
  },
)

test('what the server still locks is waited for, whatever the clock of the archive says', async () => {
  const record = await copiedRecord()
  const { options, place, putWithEndedLock } = await openS3Trial()
  for (const key of record.keys) await putWithEndedLock(key, { path: fileOf(key), fixity: record.packageFixity })
  const ahead = await openS3ObjectStore({ ...options, now: () => afterLocks })
  await ahead.extendLock(record.objects.package.key, inDays({ now: () => new Date() }, 1))
  const list = await orderedList(trial, [record.number])
  expect(await carryOut(toolsWith('first', ahead), list)).toMatchObject([{ state: 'waiting' }])
  expect(await findDisposed(trial.archive.catalogue.pool, record.number)).toMatchObject({ outcome: undefined })
  const { client, bucket } = place
  await expect(client.statObject(bucket, record.objects.package.key)).resolves.toBeDefined()
})
