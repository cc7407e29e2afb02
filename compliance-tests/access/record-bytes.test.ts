import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiUnderTest, acceptedCase, openApi, type ToldCase } from './api-under-test.ts'

type Shown = {
  readonly package: { readonly sha256: string; readonly bytes: number }
  readonly objects: { readonly evidence: { readonly sha256: string; readonly bytes: number } }
  readonly documents: readonly {
    readonly document: number
    readonly path: string
    readonly sourcePath: string
    readonly mediaType: string
    readonly fixity: { readonly sha256: string; readonly bytes: number }
  }[]
}

const folder = acceptedCase('07-hr-service-online-ofd')

let api: ApiUnderTest
let archived: ToldCase
let shown: Shown
let record: string

beforeAll(async () => {
  api = await openApi()
  archived = await api.handOver(folder)
  record = `/api/v1/records/${archived.number}`
  shown = await api.read(record)
})
afterAll(() => api.close())

async function bytesOf(response: Response): Promise<Buffer> {
  return Buffer.from(await response.arrayBuffer())
}

function sha256(bytes: Uint8Array, encoding: 'hex' | 'base64' = 'hex'): string {
  return createHash('sha256').update(bytes).digest(encoding)
}

test('every document is sent as it was handed over, with its type, name and digest', async () => {
  expect(shown.documents).toHaveLength(10)
  for (const { document, path, sourcePath, mediaType, fixity } of shown.documents) {
    const original = await readFile(join(folder, sourcePath))
    const response = await api.ask(`${record}/documents/${document}`)
    expect(response.status).toBe(200)
    const headers = Object.fromEntries(response.headers)
    expect(headers).toMatchObject({
      etag: `"sha256:${sha256(original)}"`,
      'repr-digest': `sha-256=:${sha256(original, 'base64')}:`,
      'content-digest': `sha-256=:${sha256(original, 'base64')}:`,
      'content-length': String(original.length),
      'content-type': mediaType,
      'accept-ranges': 'bytes',
      'cache-control': 'private, no-cache',
      'x-content-type-options': 'nosniff',
    })
    expect(headers['content-disposition']).toMatch(/^attachment; filename\*=UTF-8''[\w%.~!-]+$/)
    const name = decodeURIComponent(headers['content-disposition']?.split("''")[1] ?? '')
    expect(name).toBe(path.split('/').at(-1))
    expect((await bytesOf(response)).equals(original)).toBe(true)
    expect(fixity).toMatchObject({ bytes: original.length, sha256: sha256(original) })
  }
})

test('the package and the evidence are sent under their digests [SEC-07]', async () => {
  for (const [path, known, type] of [
    ['package', shown.package, 'application/zip'],
    ['evidence', shown.objects.evidence, 'application/x-tar'],
  ] as const) {
    const response = await api.ask(`${record}/${path}`)
    expect(response.status).toBe(200)
    expect(response.headers.get('etag')).toBe(`"sha256:${known.sha256}"`)
    expect(response.headers.get('content-type')).toBe(type)
    const bytes = await bytesOf(response)
    expect([bytes.length, sha256(bytes)]).toEqual([known.bytes, known.sha256])
  }
})

test.for([
  ['bytes=0-0', () => [0, 1]],
  ['bytes=100-299', () => [100, 300]],
  ['bytes=1000-', (size: number) => [1000, size]],
  ['bytes=-1', (size: number) => [size - 1, size]],
  ['bytes=-500', (size: number) => [size - 500, size]],
  ['bytes=-999999999', (size: number) => [0, size]],
  ['bytes=500-999999999999999999999', (size: number) => [500, size]],
] as const)('%s is answered with that part', async ([range, partOf]) => {
  for (const [path, original] of await wholes()) {
    const [start = 0, end = 0] = partOf(original.length)
    const response = await api.ask(path, { headers: { range } })
    expect(response.status).toBe(206)
    expect(response.headers.get('content-range')).toBe(`bytes ${start}-${end - 1}/${original.length}`)
    expect(response.headers.get('content-length')).toBe(String(end - start))
    expect(response.headers.get('repr-digest')).toBe(`sha-256=:${sha256(original, 'base64')}:`)
    expect(response.headers.get('content-digest')).toBeNull()
    expect((await bytesOf(response)).equals(original.subarray(start, end))).toBe(true)
  }
})

test('the last byte of a document is not the first of what follows in the package', async () => {
  const [[path, original] = ['', Buffer.of()]] = await wholes()
  const range = `bytes=${original.length - 1}-${original.length}`
  const response = await api.ask(path, { headers: { range } })
  expect(response.headers.get('content-range')).toBe(
    `bytes ${original.length - 1}-${original.length - 1}/${original.length}`,
  )
  expect(await bytesOf(response)).toEqual(original.subarray(-1))
})

test.for(['bytes=0-1,5-6', 'lines=1-2', 'bytes=', 'nonsense'])('%j is answered with the whole', async (range) => {
  const [[path, original] = ['', Buffer.of()]] = await wholes()
  const response = await api.ask(path, { headers: { range } })
  expect(response.status).toBe(200)
  expect(response.headers.get('content-range')).toBeNull()
  expect((await bytesOf(response)).equals(original)).toBe(true)
})

test('a range outside is refused, and the length is told', async () => {
  for (const [path, original] of await wholes()) {
    for (const range of [`bytes=${original.length}-`, 'bytes=-0']) {
      const response = await api.ask(path, { headers: { range } })
      expect(response.status).toBe(416)
      expect(response.headers.get('content-range')).toBe(`bytes */${original.length}`)
      expect(await response.json()).toMatchObject({ code: 'RANGE_NOT_SATISFIABLE', status: 416 })
    }
  }
})

test('HEAD tells everything and sends nothing, whatever range is asked for', async () => {
  for (const [path, original] of await wholes()) {
    for (const headers of [{}, { range: 'bytes=0-0' }, { range: 'bytes=999999999-' }]) {
      const response = await api.ask(path, { method: 'HEAD', headers })
      expect(response.status).toBe(200)
      expect(response.headers.get('content-length')).toBe(String(original.length))
      expect(response.headers.get('etag')).toBe(`"sha256:${sha256(original)}"`)
      expect(response.body).toBeNull()
    }
  }
})

test.for([
  ['the tag', (tag: string) => tag],
  ['the tag, weakened', (tag: string) => `W/${tag}`],
  ['the tag among others', (tag: string) => `"other", ${tag}`],
  ['any', () => '*'],
] as const)('who has it already (%s) is not sent it again', async ([, header]) => {
  for (const [path, original] of await wholes()) {
    const etag = `"sha256:${sha256(original)}"`
    const response = await api.ask(path, { headers: { 'if-none-match': header(etag), range: 'bytes=0-1' } })
    expect([response.status, response.headers.get('etag')]).toEqual([304, etag])
    expect(await bytesOf(response)).toHaveLength(0)
  }
})

test('another tag is not this one', async () => {
  const [[path] = ['']] = await wholes()
  for (const tag of ['"sha256:0000"', 'W/"x"', '"*"']) {
    const response = await api.ask(path, { headers: { 'if-none-match': tag } })
    expect(response.status).toBe(200)
    await response.body?.cancel()
  }
})

test.for([
  ['the tag', (tag: string) => tag, 206],
  ['another tag', () => '"other"', 200],
  ['the tag, weakened', (tag: string) => `W/${tag}`, 200],
  ['a date', () => 'Wed, 25 Nov 2026 00:00:00 GMT', 200],
] as const)('a range under the condition of %s', async ([, header, status]) => {
  const [[path, original] = ['', Buffer.of()]] = await wholes()
  const condition = header(`"sha256:${sha256(original)}"`)
  const response = await api.ask(path, { headers: { range: 'bytes=0-9', 'if-range': condition } })
  expect(response.status).toBe(status)
  expect(await bytesOf(response)).toHaveLength(status === 206 ? 10 : original.length)
})

test('a record is found by its 档号, whose dots are no ASCII', async () => {
  const code = archived.archivalCode ?? ''
  expect(code).toContain('·')
  for (const form of [encodeURIComponent(code), code]) {
    expect(await api.read(`/api/v1/records/${form}`)).toEqual(shown)
    const response = await api.ask(`/api/v1/records/${form}/documents/1`, { method: 'HEAD' })
    expect(response.headers.get('etag')).toBe(`"sha256:${shown.documents[0]?.fixity.sha256}"`)
  }
})

test.for([
  ['/documents/11', 404, 'DOCUMENT_NOT_FOUND'],
  ['/documents/0', 400, 'REQUEST_INVALID'],
  ['/documents/1.5', 400, 'REQUEST_INVALID'],
  ['/documents/-1', 400, 'REQUEST_INVALID'],
  ['/documents/x', 400, 'REQUEST_INVALID'],
  ['/documents/99999999999', 400, 'REQUEST_INVALID'],
  ['/documents/1/text?page=0', 400, 'REQUEST_INVALID'],
  ['/documents/1/text?pages=1', 400, 'REQUEST_INVALID'],
  ['/documents/11/text', 404, 'DOCUMENT_NOT_FOUND'],
  ['/text', 404, 'TEXT_NOT_AVAILABLE'],
  ['x', 404, 'RECORD_NOT_FOUND'],
  ['x/package', 404, 'RECORD_NOT_FOUND'],
  ['x/evidence', 404, 'RECORD_NOT_FOUND'],
  ['x/export', 404, 'RECORD_NOT_FOUND'],
  ['x/verification', 404, 'RECORD_NOT_FOUND'],
  ['%00', 400, 'REQUEST_INVALID'],
  ['%e6%97', 404, 'RECORD_NOT_FOUND'],
  [`${'x'.repeat(300)}`, 400, 'REQUEST_INVALID'],
  ['/nothing', 404, 'ROUTE_NOT_FOUND'],
] as const)('%s of a record is refused with %i', async ([path, status, code]) => {
  const response = await api.ask(record + path)
  expect(response.status).toBe(status)
  expect(await response.json()).toMatchObject({ status, code })
})

test('a record cannot be deleted, and is still there [STO-08]', async () => {
  const before = await api.archive.stored()
  const response = await api.ask(record, { method: 'DELETE' })
  expect(response.status).toBe(409)
  expect(await response.json()).toMatchObject({ code: 'STORE_OBJECT_LOCKED', detail: expect.stringContaining('锁定') })
  expect(await api.archive.stored()).toEqual(before)
  expect(await api.read(record)).toEqual(shown)
  expect(await api.read(`${record}/verification`)).toMatchObject({ number: archived.number, ok: true })
  expect((await api.ask('/api/v1/records/x', { method: 'DELETE' })).status).toBe(404)
})

/** A document and the package, with the bytes that they must have. */
async function wholes(): Promise<[string, Buffer][]> {
  const [first] = shown.documents
  const sealed = await bytesOf(await api.ask(`${record}/package`))
  expect(sha256(sealed)).toBe(shown.package.sha256)
  return [
    [`${record}/documents/1`, await readFile(join(folder, first?.sourcePath ?? ''))],
    [`${record}/package`, sealed],
  ]
}
