import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeCase } from '../stack/make-case.ts'
import { openTestArchive, type TestArchive } from '../stack/test-archive.ts'
import type { ToldCase } from './api-under-test.ts'
import { multipartHead, multipartTail, multipartType } from './raw-multipart.ts'
import { peakMemory, type ServedProcess, startServing } from './served-process.ts'

const megabyte = 2 ** 20
const soundBytes = 300 * megabyte
/** The program itself takes some 200 MB; a recording held in memory would bring 300 more. */
const mostResident = 400 * megabyte
const sound = 'files/办结告知录音.wav'

let archive: TestArchive
let folders: string
let served: ServedProcess

beforeAll(async () => {
  archive = await openTestArchive()
  folders = await mkdtemp(join(tmpdir(), 'guidang-large-'))
  served = startServing(archive.environment)
})
afterAll(async () => {
  await served.stop()
  await archive.close()
  await rm(folders, { recursive: true })
})

test('a recording of 300 MB goes in and comes out, and the service keeps within 400 MB of memory', async () => {
  const sha256 = await digestOf(recording())
  const folder = await makeCase('06-employment-registration-instant', join(folders, 'case'), 'LARGE-1', (caseJson) => {
    const files = caseJson['materials']?.['0']?.['files'] as unknown as object[]
    files.push({ path: sound, bytes: soundBytes, sha256 })
  })
  const { address, key } = await served.login
  const authorization = `Bearer ${key}`
  const pushed = await fetch(`${address}/api/v1/cases`, {
    method: 'POST',
    headers: { authorization, 'content-type': multipartType },
    body: ReadableStream.from(handOver(folder)),
    duplex: 'half',
  })
  expect(pushed.status, served.output()).toBe(202)
  const place = `${address}${pushed.headers.get('location')}`
  const { number } = await untilArchived(
    async () => (await (await fetch(place, { headers: { authorization } })).json()) as ToldCase,
  )

  const record = `${address}/api/v1/records/${number}`
  const document = await fetch(`${record}/documents/2`, { headers: { authorization } })
  expect(document.headers.get('etag')).toBe(`"sha256:${sha256}"`)
  expect(await digestOf(bodyOf(document))).toBe(sha256)
  const sealed = await fetch(`${record}/package`, { headers: { authorization } })
  expect(sealed.headers.get('etag')).toBe(`"sha256:${await digestOf(bodyOf(sealed))}"`)
  const exported = await fetch(`${record}/export`, { headers: { authorization } })
  for await (const _ of bodyOf(exported));
  const verification = await fetch(`${record}/verification`, { headers: { authorization } })
  expect(await verification.json()).toMatchObject({ ok: true })

  expect(await peakMemory(served.pid)).toBeLessThan(mostResident)
})

/** A WAV of 16 bit samples, every megabyte of them another one. */
function* recording(): Generator<Uint8Array> {
  const head = Buffer.alloc(44)
  head.write('RIFF', 0, 'latin1')
  head.writeUInt32LE(soundBytes - 8, 4)
  head.write('WAVEfmt ', 8, 'latin1')
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(8000, 24)
  head.writeUInt32LE(16_000, 28)
  head.writeUInt16LE(2, 32)
  head.writeUInt16LE(16, 34)
  head.write('data', 36, 'latin1')
  head.writeUInt32LE(soundBytes - 44, 40)
  yield head
  for (let left = soundBytes - 44, n = 0; left > 0; left -= megabyte, n += 1) {
    yield Buffer.alloc(Math.min(megabyte, left), createHash('sha256').update(String(n)).digest())
  }
}

/** The case with its recording as a multipart body, made while it is sent. */
async function* handOver(folder: string): AsyncGenerator<Uint8Array> {
  yield multipartHead('form-data; name="case"; filename="case.json"')
  yield await readFile(join(folder, 'case.json'))
  for (const name of await readdir(join(folder, 'files'))) {
    yield multipartHead(`form-data; name="file"; filename="files/${name}"`)
    yield await readFile(join(folder, 'files', name))
  }
  yield multipartHead(`form-data; name="file"; filename="${sound}"`)
  yield* recording()
  yield multipartTail
}

async function digestOf(chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of chunks) hash.update(chunk)
  return hash.digest('hex')
}

function bodyOf(response: Response): AsyncIterable<Uint8Array> {
  expect(response.status).toBe(200)
  return response.body as unknown as AsyncIterable<Uint8Array>
}

async function untilArchived(ask: () => Promise<ToldCase>): Promise<ToldCase> {
  for (;;) {
    const told = await ask()
    if (told.outcome === 'archived') return told
    if (told.outcome !== 'processing') throw new Error(JSON.stringify(told))
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
