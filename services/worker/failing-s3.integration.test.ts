import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, expect, inject, test } from 'vitest'
import { startCeph } from '#compliance-tests/stack/ceph.ts'
import { radosgwAdmin } from '#compliance-tests/stack/ceph-administration.ts'
import { isJournalKey } from '#storage/journal/journal-objects.ts'
import { openS3Place } from '#storage/objects/s3-place.ts'
import { type Interference, openProxy } from '#storage/objects/s3-proxy-trial.ts'
import { newBucket } from '#storage/objects/s3-trial.ts'
import { listVersions } from '#storage/objects/s3-version-list.ts'
import { requireRecord } from '../access/require-record.ts'
import { verifyStored } from '../access/verify-stored.ts'
import { openWaitingCase } from './waiting-case-trial.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

test('over the quota of its bucket a case waits, and is archived by itself when the quota is raised', async () => {
  const options = newBucket()
  const waiting = await openWaitingCase(options)
  closing.push(waiting.close)
  const quota = [`--bucket=${options.bucket}`, '--quota-scope=bucket']
  await radosgwAdmin(inject('s3'), 'quota', 'set', ...quota, '--max-size=50K')
  await radosgwAdmin(inject('s3'), 'quota', 'enable', ...quota)
  await waiting.begin()
  const { stage, err } = await waiting.untilFault()
  expect(stage).toBe('preservation')
  expect(err).toMatchObject({
    code: 'STORE_FULL',
    permanent: false,
    faults: [{ found: expect.stringMatching(/^QuotaExceeded/) }],
  })
  await radosgwAdmin(inject('s3'), 'quota', 'disable', ...quota)
  await waiting.expectArchived()
})

const storageFull = '<Error><Code>XMinioStorageFull</Code><Message>minimum free drive threshold</Message></Error>'

const refusals = {
  'says in the words of MinIO that it is full': {
    code: 'STORE_FULL',
    interference: { answers: ({ method }, answer) => method === 'PUT' && !!answer.writeHead(507).end(storageFull) },
  },
  'breaks every connection': {
    code: 'STORE_UNAVAILABLE',
    interference: { answers: ({ socket }) => !!socket.destroy() },
  },
  'loses the answers to what it has stored': {
    code: 'STORE_UNAVAILABLE',
    interference: { loses: ({ method }) => method === 'PUT' },
  },
} as const satisfies Record<string, { readonly code: string; readonly interference: Interference }>

test.for(Object.entries(refusals))('a case waits for a server that %s', async ([, { code, interference }]) => {
  const proxy = await openProxy(newBucket())
  closing.push(async () => proxy.close())
  const waiting = await openWaitingCase(proxy.options)
  closing.push(waiting.close)
  proxy.interfere(interference)
  await waiting.begin()
  expect((await waiting.untilFault()).err).toMatchObject({ code, permanent: false })
  proxy.interfere({})
  await waiting.expectArchived()
  const versions = await Array.fromAsync(listVersions(openS3Place(proxy.options), ''))
  const others = versions.filter(({ key }) => !key.startsWith('ledger/') && !isJournalKey(key))
  expect(others).toHaveLength(2)
})

test('a server that is killed while a case is on its way to it, and started again, loses nothing: the case is archived', async () => {
  const { stop, gateway, ...server } = await startCeph()
  closing.push(stop)
  const waiting = await openWaitingCase({ ...newBucket(), ...server })
  closing.push(waiting.close)
  await waiting.begin()
  const { pool } = waiting.archive.catalogue
  while ((await pool.query('select from record')).rowCount === 0) await pause(1)
  await gateway.kill()
  expect((await waiting.untilFault()).err).toMatchObject({ code: 'STORE_UNAVAILABLE', permanent: false })
  await gateway.start()
  await waiting.expectArchived()
  const { rows } = await pool.query<{ number: string }>('select number from record')
  const record = await requireRecord(waiting.archive.catalogue, rows[0]?.number ?? '')
  expect(await verifyStored(waiting.archive, record)).toMatchObject({ ok: true })
})
