import { readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { CaseQueue } from '#pipelines/queue.ts'
import { type ApiServer, listen } from '#services/api/listen.ts'
import { type ApiUnderTest, acceptedCase, openApi, type ToldProblem } from './api-under-test.ts'
import { multipart, multipartType, type RawPart } from './raw-multipart.ts'
import { zipFolder } from './zip-folder.ts'

const sample = acceptedCase('06-employment-registration-instant')
const caseJson = await readFile(join(sample, 'case.json'))
const casePart: RawPart = { disposition: 'form-data; name="case"; filename="case.json"', content: caseJson }

let api: ApiUnderTest
let queue: CaseQueue
let server: ApiServer

beforeAll(async () => {
  api = await openApi({ PORT: '0' })
  queue = await CaseQueue.open(api.archive.catalogue, { supervise: false, onError: () => {} })
  server = await listen(api.archive, queue, api.key)
})
afterAll(async () => {
  await server.close()
  await queue.stop({ graceful: false })
  await api.close()
})

afterEach(async () => {
  expect(await api.incoming()).toEqual([])
  expect(await api.archive.staged()).toEqual([])
  const { rows } = await api.archive.catalogue.pool.query('select id from case_file')
  expect(rows).toEqual([])
  expect((await fetch(`${server.address}/readyz`)).status).toBe(200)
})

/** Sends a body to the real server. */
async function send(body: Uint8Array<ArrayBuffer>, contentType?: string): Promise<[number, ToldProblem]> {
  const headers = { authorization: `Bearer ${api.key.value}`, ...(contentType && { 'content-type': contentType }) }
  const response = await fetch(`${server.address}/api/v1/cases`, { method: 'POST', body, headers })
  return [response.status, (await response.json()) as ToldProblem]
}

const filePart = (disposition: string): RawPart => ({ disposition: `form-data; ${disposition}`, content: 'x' })
const whole = multipart([casePart])

const hostile: readonly (readonly [string, Uint8Array<ArrayBuffer>, string | undefined, number, string])[] = [
  ['no content type', whole, undefined, 415, 'REQUEST_MEDIA_TYPE'],
  ['another content type', whole, 'application/json', 415, 'REQUEST_MEDIA_TYPE'],
  ['a form of another kind', whole, 'application/x-www-form-urlencoded', 415, 'REQUEST_MEDIA_TYPE'],
  ['no boundary', whole, 'multipart/form-data', 400, 'REQUEST_INVALID'],
  ['another boundary', whole, 'multipart/form-data; boundary=other', 400, 'REQUEST_INVALID'],
  ['an empty body', Buffer.of(), multipartType, 400, 'REQUEST_INVALID'],
  ['no part at all', multipart([]), multipartType, 422, 'JSON_MISSING'],
  ['a truncated body', whole.subarray(0, -60), multipartType, 400, 'REQUEST_INVALID'],
  ['a body truncated in a header', whole.subarray(0, 30), multipartType, 400, 'REQUEST_INVALID'],
  ['no final boundary', whole.subarray(0, -6), multipartType, 400, 'REQUEST_INVALID'],
  ['no part named case', multipart([filePart('name="file"; filename="a.pdf"')]), multipartType, 422, 'JSON_MISSING'],
  ['only case.json', whole, multipartType, 422, 'FILES_MISSING'],
  ['the part case twice', multipart([casePart, casePart]), multipartType, 422, 'PATHS_COLLISION'],
  [
    'one file twice',
    multipart([casePart, filePart('name="a"; filename="files/é.pdf"'), filePart('name="b"; filename="e\u0301.pdf"')]),
    multipartType,
    422,
    'PATHS_COLLISION',
  ],
  ['a file as text', multipart([casePart, filePart('name="files/a.pdf"')]), multipartType, 400, 'REQUEST_INVALID'],
  [
    'an empty file name',
    multipart([casePart, filePart('name="a"; filename=""')]),
    multipartType,
    400,
    'REQUEST_INVALID',
  ],
  [
    'NUL in a file name',
    multipart([casePart, filePart('name="a"; filename="\0"')]),
    multipartType,
    400,
    'REQUEST_INVALID',
  ],
  ['text without a name', multipart([casePart, filePart('x="y"')]), multipartType, 400, 'REQUEST_INVALID'],
  [
    'case.json that is no UTF-8, as text',
    multipart([{ disposition: 'form-data; name="case"', content: Buffer.of(0x7b, 0xb0, 0xa1, 0x7d) }]),
    multipartType,
    422,
    'JSON_ENCODING',
  ],
  [
    'case.json with BOM, as text',
    multipart([{ disposition: 'form-data; name="case"', content: `\ufeff${caseJson}` }]),
    multipartType,
    422,
    'JSON_ENCODING',
  ],
  ['case.json that is empty', multipart([filePart('name="case"')]), multipartType, 422, 'JSON_SYNTAX'],
  ['a ZIP that is none', whole, 'application/zip', 422, 'FORMATS_DAMAGED'],
  ['an empty ZIP', Buffer.of(), 'application/zip', 422, 'FORMATS_DAMAGED'],
  ['a truncated ZIP', (await zipFolder(sample)).subarray(0, -30), 'application/zip', 422, 'FORMATS_DAMAGED'],
]

test.for(hostile)('%s is refused', async ([, body, contentType, status, code]) => {
  const [answered, problem] = await send(body, contentType)
  expect([answered, problem.code]).toEqual([status, code])
  expect(problem).toMatchObject({ status, instance: '/api/v1/cases', type: expect.stringMatching(/^\/problems\//) })
})

test.for([
  'name="file"; filename="../../../etc/cron.d/x"',
  'name="file"; filename="files/../../x"',
  'name="file"; filename="/etc/passwd"',
  'name="file"; filename="C:\\\\Windows\\\\x"',
  'name="file"; filename="files\\\\x"',
  'name="file"; filename=".."',
  'name="../x"; filename="../x"',
  'name="__proto__"; filename="constructor"',
  'x="y"; filename="case.json"',
  `name="file"; filename="${'長'.repeat(2_000)}"`,
  'name="file"; filename*=UTF-8\'\'files%2F..%2F..%2Fx',
])('a file with %s becomes no path and is refused', async (disposition) => {
  const [status, problem] = await send(multipart([casePart, filePart(disposition)]), multipartType)
  expect([status, problem.code]).toEqual([422, 'FILES_MISSING'])
  expect(problem.faults.map(({ code }) => code)).toEqual([...Array(3).fill('FILES_MISSING'), 'FILES_UNLISTED'])
})

test('a header of a part without end is refused', async () => {
  const body = multipart([casePart, filePart(`name="${'x'.repeat(100_000)}"; filename="x"`)])
  const [status, problem] = await send(body, multipartType)
  expect([status, problem.code]).toEqual([400, 'REQUEST_INVALID'])
})

test('more parts than a case may have files are refused', async () => {
  const parts = Array.from({ length: 5_002 }, (_, i) => filePart(`name="file"; filename="${i}"`))
  const [status, problem] = await send(multipart([casePart, ...parts]), multipartType)
  expect([status, problem.code]).toEqual([413, 'LIMITS_COUNT'])
})

test('a case.json over the limit is refused', async () => {
  const content = Buffer.alloc(16 * 2 ** 20 + 1, ' ')
  for (const disposition of ['form-data; name="case"', 'form-data; name="case"; filename="case.json"']) {
    const [status, problem] = await send(multipart([{ disposition, content }]), multipartType)
    expect([status, problem.code]).toEqual([413, 'LIMITS_SIZE'])
  }
})

test.for(['multipart/form-data; boundary=frontier', 'application/zip'])(
  'an upload that is broken off leaves nothing behind (%s)',
  async (contentType) => {
    const socket = connect(Number(new URL(server.address).port), '127.0.0.1')
    socket.write(
      `POST /api/v1/cases HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${api.key.value}\r\n` +
        `content-type: ${contentType}\r\ncontent-length: 1000000\r\n\r\n`,
    )
    socket.write(multipart([casePart]).subarray(0, 3_000))
    await until(async () => (await api.incoming()).length === 1)
    socket.destroy()
    await until(async () => (await api.incoming()).length === 0)
  },
)

test('who has no key cannot upload, however much he sends', async () => {
  const socket = connect(Number(new URL(server.address).port), '127.0.0.1')
  socket.on('error', () => {})
  socket.write(
    `POST /api/v1/cases HTTP/1.1\r\nhost: x\r\ncontent-type: ${multipartType}\r\ncontent-length: 1000000000\r\n\r\n`,
  )
  const [answer] = (await new Promise<Buffer[]>((resolve) => socket.once('data', (...chunks) => resolve(chunks)))) ?? []
  expect(String(answer)).toMatch(/^HTTP\/1.1 401 /)
  // The server does not wait for the rest of what it does not want.
  await new Promise((resolve) => socket.once('close', resolve))
})

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await pause(10)
}
