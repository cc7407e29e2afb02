import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RETENTION_MODES, RETENTION_VALIDITY_UNITS } from 'minio'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { latestSafeLock } from '#archive-schema/retention/lock-policy.ts'
import type { ObjectSource } from './object-store.ts'
import { fileSource, inDays, keysOf, patternedBytes, readWhole, utf8 } from './object-store-trial.ts'
import { openS3ObjectStore } from './s3-object-store.ts'
import { openProxy } from './s3-proxy-trial.ts'
import { newBucket, openS3Trial } from './s3-trial.ts'
import { versionsOf } from './s3-version-list.ts'

let folder: string
const source = (content: Uint8Array): Promise<ObjectSource> => fileSource(folder, content)
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 's3-traps-'))
})
afterAll(() => rm(folder, { recursive: true }))

const trial = async () => {
  const under = await openS3Trial()
  return { ...under, bucket: under.place.bucket, client: under.place.client, until: inDays(under, 30) }
}

test('locks a small object in COMPLIANCE mode, as the server tells another client [STO-08]', async () => {
  const { store, client, bucket, until } = await trial()
  const { version, retainUntil } = await store.put('档案/小.zip', await source(utf8('小')), until)
  const retention = await client.getObjectRetention(bucket, '档案/小.zip', { versionId: version })
  expect(retention?.mode).toBe('COMPLIANCE')
  expect(new Date(retention?.retainUntilDate ?? '').getTime()).toBe(retainUntil.getTime())
})

test('locks an object of several parts, and its version cannot be deleted', async () => {
  const { store, client, bucket, until } = await trial()
  const large = await source(patternedBytes(70_000_000))
  const { version, bytes } = await store.put('档案/大.zip', large, until)
  expect(bytes).toBe(70_000_000)
  expect(await client.getObjectRetention(bucket, '档案/大.zip', { versionId: version })).toMatchObject({
    mode: 'COMPLIANCE',
  })
  const removal = client.removeObject(bucket, '档案/大.zip', { versionId: version, governanceBypass: true })
  await expect(removal).rejects.toMatchObject({ code: 'AccessDenied' })
  expect(await store.stat('档案/大.zip')).toMatchObject({ version, bytes: 70_000_000 })
})

test('locks what another program writes into the bucket', async () => {
  const { store, client, bucket, options } = await trial()
  await client.putObject(bucket, 'a', 'x')
  const stored = await store.stat('a')
  expect(stored?.retainUntil.getTime()).toBeGreaterThan(options.now().getTime() + 86_000_000)
  await expect(store.remove('a')).rejects.toMatchObject({ code: 'STORE_OBJECT_LOCKED' })
})

test('refuses lock dates that some servers wrap', async () => {
  const { store } = await trial()
  const refusal = { code: 'CONFIGURATION_INVALID', faults: [{ field: 'retainUntil' }] }
  await expect(store.put('a', await source(utf8('a')), new Date('2106-01-01'))).rejects.toMatchObject(refusal)
  expect(await store.stat('a')).toBeUndefined()
  const last = latestSafeLock
  expect(await store.put('a', await source(utf8('a')), last)).toMatchObject({ retainUntil: last })
  await expect(store.extendLock('a', new Date('9999-01-01'))).rejects.toMatchObject(refusal)
})

test('refuses default retentions that are none or too long', async () => {
  for (const defaultRetentionDays of [0, 1.5, 10_958, Number.NaN]) {
    const refusal = { code: 'CONFIGURATION_INVALID', faults: [{ field: 'defaultRetentionDays' }] }
    await expect(openS3ObjectStore({ ...newBucket(), defaultRetentionDays })).rejects.toMatchObject(refusal)
  }
})

test('says of a lock that the server did not keep', async () => {
  const proxy = await openProxy(newBucket())
  const store = await openS3ObjectStore(proxy.options)
  proxy.interfere({
    answers: (asked, answer) => asked.method === 'PUT' && asked.url?.includes('?retention') === true && !!answer.end(),
  })
  const put = store.put('a', await source(utf8('a')), new Date('2090-01-01'))
  await expect(put).rejects.toMatchObject({
    code: 'FIXITY_STORE_DIFFERS',
    faults: [{ file: 'a', expected: 'locked until 2090-01-01T00:00:00.000Z' }],
  })
  proxy.close()
})

test('finds out that bytes change on the way back', async () => {
  const proxy = await openProxy(newBucket())
  const store = await openS3ObjectStore(proxy.options)
  proxy.interfere({
    changes: (asked, chunk) => (asked.url?.includes('/a?versionId') ? Buffer.from(chunk).fill(0, 7, 8) : chunk),
  })
  const honest = await source(utf8('政务服务'))
  await expect(store.put('a', honest, inDays(proxy.options, 30))).rejects.toMatchObject({
    code: 'FIXITY_STORE_DIFFERS',
    faults: [{ file: 'a', expected: honest.fixity.sha256 }],
  })
  proxy.close()
})

test('refuses more bytes than were asked for', async () => {
  const proxy = await openProxy(newBucket())
  const store = await openS3ObjectStore(proxy.options)
  await store.put('a', await source(utf8('0123456789')), inDays(proxy.options, 30))
  proxy.interfere({
    answers: (asked, answer) => asked.url?.includes('/a?versionId') === true && !!answer.end('0123456789'),
  })
  const read = readWhole(store, 'a', { start: 2, end: 5 })
  await expect(read).rejects.toMatchObject({ code: 'FIXITY_STORE_DIFFERS', faults: [{ expected: '3 bytes' }] })
  proxy.close()
})

test('calls a connection that breaks while bytes come unavailable for now', async () => {
  const proxy = await openProxy(newBucket())
  const store = await openS3ObjectStore(proxy.options)
  await store.put('a', await source(utf8('0123456789')), inDays(proxy.options, 30))
  proxy.interfere({
    answers: (asked, answer) => {
      if (asked.url?.includes('/a?versionId') !== true) return false
      answer.writeHead(200, { 'content-length': 10 }).write('01234', () => answer.destroy())
      return true
    },
  })
  await expect(readWhole(store, 'a')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', permanent: false })
  proxy.close()
})

for (const [sentence, status, body] of [
  ['a refusal in the words of AWS', 403, '<Error><Code>AccessDenied</Code></Error>'],
  ['a refusal in the words of MinIO', 400, '<Error><Code>InvalidRequest</Code></Error>'],
  ['a success that is none', 204, ''],
] as const) {
  test(`looks whether the object is still there after ${sentence}`, async () => {
    const proxy = await openProxy(newBucket())
    const open = { ...proxy.options, now: () => new Date('2090-01-01') }
    const store = await openS3ObjectStore(open)
    const stored = await store.put('a', await source(utf8('a')), inDays(newBucket(), 30))
    proxy.interfere({
      answers: (asked, answer) => asked.method === 'DELETE' && !!answer.writeHead(status).end(body),
    })
    const faults = [{ file: 'a', expected: stored.retainUntil.toISOString() }]
    await expect(store.remove('a')).rejects.toMatchObject({ code: 'STORE_OBJECT_LOCKED', faults })
    expect(await readWhole(store, 'a')).toEqual(utf8('a'))
    proxy.close()
  })
}

test('does not even ask the server to delete what is locked by our clock', async () => {
  const proxy = await openProxy(newBucket())
  const store = await openS3ObjectStore(proxy.options)
  await store.put('a', await source(utf8('a')), inDays(proxy.options, 30))
  const asked: string[] = []
  proxy.interfere({ answers: ({ method = '' }) => asked.push(method) === 0 })
  await expect(store.remove('a')).rejects.toMatchObject({ code: 'STORE_OBJECT_LOCKED' })
  expect(asked).toEqual(['GET', 'GET'])
  proxy.close()
})

test('leaves the end of a lock to the clock of the server', async () => {
  const { store, options, until } = await trial()
  const stored = await store.put('a', await source(utf8('a')), until)
  const hasty = await openS3ObjectStore({ ...options, now: () => new Date('2090-01-01') })
  await expect(hasty.remove('a')).rejects.toMatchObject({ code: 'STORE_OBJECT_LOCKED' })
  expect(await store.stat('a')).toEqual(stored)
})

test('reads and lengthens a record under a delete marker, and raises the alarm', async () => {
  const { store, client, place, bucket, until } = await trial()
  const stored = await store.put('档案/甲', await source(utf8('政务')), until)
  await client.removeObject(bucket, '档案/甲')
  const alarm = {
    code: 'FIXITY_STORE_DIFFERS',
    permanent: true,
    faults: [{ file: '档案/甲', expected: '1 version', found: '1 versions, 1 delete markers' }],
  }
  expect(await readWhole(store, '档案/甲')).toEqual(utf8('政务'))
  expect(await keysOf(store, '')).toEqual(['档案/甲'])
  await expect(store.stat('档案/甲')).rejects.toMatchObject(alarm)
  await expect(store.put('档案/甲', await source(utf8('政务')), until)).rejects.toMatchObject(alarm)
  await expect(store.remove('档案/甲')).rejects.toMatchObject(alarm)
  const later = new Date('2090-01-01')
  await expect(store.extendLock('档案/甲', later)).rejects.toMatchObject(alarm)

  const [marker] = await versionsOf(place, '档案/甲')
  await client.removeObject(bucket, '档案/甲', { versionId: marker?.version ?? '' })
  expect(await store.stat('档案/甲')).toEqual({ ...stored, retainUntil: later })
})

test('reads the sealed version under another one, and raises the alarm', async () => {
  const { store, client, bucket, until } = await trial()
  await store.put('a', await source(utf8('sealed')), until)
  await client.putObject(bucket, 'a', 'forged')
  expect(await readWhole(store, 'a')).toEqual(utf8('sealed'))
  expect(await keysOf(store, '')).toEqual(['a'])
  await expect(store.stat('a')).rejects.toMatchObject({
    code: 'FIXITY_STORE_DIFFERS',
    faults: [{ file: 'a', found: '2 versions, 0 delete markers' }],
  })
})

test('takes the same package from two processes for one object', async () => {
  const { store, options, until, place } = await trial()
  const other = await openS3ObjectStore(options)
  const content = patternedBytes(17_000_000)
  const sources = [await source(content), await source(content)] as const
  const [one, two] = await Promise.all([store.put('a', sources[0], until), other.put('a', sources[1], until)])
  expect(await versionsOf(place, 'a')).toHaveLength(2)
  expect(one.bytes).toBe(two.bytes)
  const stored = await store.stat('a')
  expect([one, two]).toContainEqual(stored)
  expect(await other.put('a', await source(content), until)).toEqual(stored)
})

test('leaves no unfinished upload behind of a damaged source', async () => {
  const { store, client, bucket, until } = await trial()
  const { fixity } = await source(patternedBytes(20_000_000))
  const { path } = await source(patternedBytes(20_000_000).fill(0, 0, 9))
  await expect(store.put('a', { path, fixity }, until)).rejects.toMatchObject({ code: 'FIXITY_STORE_DIFFERS' })
  expect(await client.findUploadId(bucket, 'a')).toBeUndefined()
})

test('lets several processes make the bucket at once', async () => {
  const options = newBucket()
  const stores = await Promise.all([1, 2, 3, 4].map(() => openS3ObjectStore(options)))
  await stores[0]?.put('a', await source(utf8('a')), inDays(options, 30))
  expect(await stores[3]?.stat('a')).toMatchObject({ bytes: 1 })
})

test('refuses a bucket without Object Lock', async () => {
  const { client } = await trial()
  const options = newBucket()
  await client.makeBucket(options.bucket, options.region)
  await expect(openS3ObjectStore(options)).rejects.toMatchObject({
    code: 'CONFIGURATION_INVALID',
    faults: [{ field: 'bucket', found: `${options.bucket}: it has no Object Lock` }],
  })
})

test('refuses a bucket whose default retention was weakened', async () => {
  const { store, client, bucket, options, until } = await trial()
  await store.put('a', await source(utf8('a')), until)
  await openS3ObjectStore(options)
  const days = { mode: RETENTION_MODES.GOVERNANCE, unit: RETENTION_VALIDITY_UNITS.DAYS, validity: 1 }
  for (const weak of [days, {} as typeof days]) {
    await client.setObjectLockConfig(bucket, weak)
    await expect(openS3ObjectStore(options)).rejects.toMatchObject({ code: 'CONFIGURATION_INVALID' })
  }
  await client.setObjectLockConfig(bucket, { ...days, mode: RETENTION_MODES.COMPLIANCE })
  await openS3ObjectStore(options)
  await expect(openS3ObjectStore({ ...options, defaultRetentionDays: 2 })).rejects.toMatchObject({
    code: 'CONFIGURATION_INVALID',
    faults: [{ found: `${bucket}: its default retention is COMPLIANCE 1 Days, at least COMPLIANCE 2 Days is needed` }],
  })
})

test('tells in the words of the server why it does not take an object, such as encryption without a key server', async () => {
  const proxy = await openProxy(newBucket())
  const store = await openS3ObjectStore(proxy.options)
  const body = '<Error><Code>InvalidArgument</Code><Message>no KMS is configured</Message></Error>'
  proxy.interfere({ answers: ({ method }, answer) => method === 'PUT' && !!answer.writeHead(400).end(body) })
  await expect(store.put('a', await source(utf8('a')), inDays(proxy.options, 30))).rejects.toMatchObject({
    code: 'STORE_UNAVAILABLE',
    faults: [{ found: 'InvalidArgument: no KMS is configured' }],
  })
  proxy.close()
})

test('calls a server that is not there, refuses us or never answers unavailable for now', async () => {
  const silent = createServer(() => {}).listen(0, '127.0.0.1')
  const address = silent.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  const options = newBucket()
  const unavailable = { code: 'STORE_UNAVAILABLE', permanent: false }
  for (const change of [
    { endpoint: 'http://127.0.0.1:1' },
    { secretKey: 'wrong' },
    { endpoint: `http://127.0.0.1:${port}`, idleMs: 100 },
  ]) {
    await expect(openS3ObjectStore({ ...options, ...change })).rejects.toMatchObject(unavailable)
  }
  silent.closeAllConnections()
  silent.close()
})
