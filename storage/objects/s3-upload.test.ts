import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fileSource, utf8 } from './object-store-trial.ts'
import type { S3Place } from './s3-place.ts'
import { uploadVersion } from './s3-upload.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 's3-upload-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** A bucket that takes everything and writes down what it was sent. */
function bucketOver(protocol: 'http' | 'https') {
  const sent: unknown[][] = []
  const makeRequestStreamAsync = async (...request: unknown[]) => {
    sent.push(request)
    return Readable.from([])
  }
  const client = { enableSHA256: protocol === 'http', makeRequestStreamAsync }
  return { sent, place: { client, bucket: 'records' } as unknown as S3Place }
}

const content = utf8('政务服务')
const headers = { 'content-length': 12, 'x-amz-meta-sha256': createHash('sha256').update(content).digest('hex') }
const request = { method: 'PUT', bucketName: 'records', objectName: '甲.zip' }

test('by HTTP the bytes are signed by their SHA-256', async () => {
  const { sent, place } = bucketOver('http')
  const source = await fileSource(folder, content)
  await uploadVersion(place, '甲.zip', source)
  expect(sent).toEqual([[{ ...request, headers }, Buffer.from(content), source.fixity.sha256, [200], '']])
})

test('by HTTPS they are sent with their MD5, which servers with Object Lock may demand', async () => {
  const { sent, place } = bucketOver('https')
  await uploadVersion(place, '甲.zip', await fileSource(folder, content))
  const md5 = createHash('md5').update(content).digest('base64')
  const told = { ...request, headers: { ...headers, 'content-md5': md5 } }
  expect(sent).toEqual([[told, Buffer.from(content), '', [200], '']])
})

test('nothing is sent of a file that is not what it is said to be', async () => {
  const { sent, place } = bucketOver('http')
  const { path } = await fileSource(folder, utf8('政务伺服'))
  const { fixity } = await fileSource(folder, content)
  const upload = uploadVersion(place, '甲.zip', { path, fixity })
  await expect(upload).rejects.toMatchObject({ code: 'FIXITY_STORE_DIFFERS', faults: [{ expected: fixity.sha256 }] })
  expect(sent).toEqual([])
})
