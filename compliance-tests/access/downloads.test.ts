import { readdir, readlink } from 'node:fs/promises'
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { CaseQueue } from '#pipelines/queue.ts'
import { type ApiServer, listen } from '#services/api/listen.ts'
import type { Archive } from '#services/open-archive.ts'
import type { ByteRange, ObjectStore } from '#storage/objects/object-store.ts'
import { type ApiUnderTest, acceptedCase, openApi } from './api-under-test.ts'

let api: ApiUnderTest
let queue: CaseQueue
let record: string

beforeAll(async () => {
  api = await openApi({ PORT: '0' })
  queue = await CaseQueue.open(api.archive.catalogue, { supervise: false, onError: () => {} })
  const { number } = await api.handOver(acceptedCase('01-food-licence-granted'))
  record = `/api/v1/records/${number}`
})
afterAll(async () => {
  await queue.stop({ graceful: false })
  await api.close()
})

let server: ApiServer | undefined
let logged: object[]
beforeEach(() => {
  logged = []
})
afterEach(async () => {
  await server?.close(0)
  server = undefined
})

/** Listens with a store that reads as `read` does. */
async function listenWith(read: ObjectStore['read']): Promise<string> {
  const store = { read, stat: (key) => api.archive.store.stat(key) } as ObjectStore
  const log = { error: (entry: object) => logged.push(entry) } as unknown as Archive['log']
  server = await listen({ ...api.archive, store, log }, queue, api.key)
  return server.address
}

const keyed = () => ({ authorization: `Bearer ${api.key.value}` })
const original = (key: string, range?: ByteRange) => api.archive.store.read(key, range)

/** A promise with its resolver. */
function gate() {
  return Promise.withResolvers<void>()
}

test('a store that cannot be read is a problem, not a broken answer', async () => {
  // biome-ignore lint/correctness/useYield: it fails before the first byte.
  const address = await listenWith(async function* () {
    throw new Error('disk gone: /secret/path')
  })
  for (const path of ['/package', '/documents/1', '/evidence', '/export']) {
    const response = await fetch(address + record + path, { headers: keyed() })
    expect([path, response.status]).toEqual([path, 500])
    expect(await response.text()).not.toContain('secret')
  }
  expect(logged).toHaveLength(4)
})

test('a store that fails on the way breaks the answer off, and the service goes on', async () => {
  const address = await listenWith(async function* (key, range) {
    const { start, end } = range ?? { start: 0, end: 0 }
    if (end - start < 100_000) return yield* original(key, range)
    yield* original(key, { start, end: start + 50_000 })
    throw new Error('disk gone: /secret/path')
  })
  for (const path of ['/package', '/documents/1', '/export']) {
    const response = await fetch(address + record + path, { headers: keyed() })
    expect([path, response.status]).toEqual([path, 200])
    await expect(response.arrayBuffer()).rejects.toThrow()
  }
  expect((await fetch(`${address}/healthz`)).status).toBe(200)
})

test('nothing stays open when the one who asked goes away', async () => {
  const address = await listenWith(original)
  const before = await openObjects()
  for (const path of ['/package', '/documents/1', '/export']) {
    const abort = new AbortController()
    const response = await fetch(address + record + path, { headers: keyed(), signal: abort.signal })
    await response.body?.getReader().read()
    abort.abort()
  }
  await until(async () => (await openObjects()) <= before)
})

test('a download that runs is finished before the server closes', async () => {
  const { promise: mayGoOn, resolve: goOn } = gate()
  const { promise: begun, resolve: begin } = gate()
  const address = await listenWith(async function* (key, range) {
    let isFirst = true
    for await (const chunk of original(key, range)) {
      yield chunk
      if (!isFirst) continue
      isFirst = false
      begin()
      await mayGoOn
    }
  })
  const response = await fetch(`${address}${record}/package`, { headers: keyed() })
  const whole = response.arrayBuffer()
  await begun
  let isClosed = false
  const closing = server?.close().then(() => {
    isClosed = true
  })
  await expect(fetch(`${address}/healthz`)).rejects.toThrow()
  expect(isClosed).toBe(false)
  goOn()
  expect((await whole).byteLength).toBe(Number(response.headers.get('content-length')))
  await closing
  expect(isClosed).toBe(true)
})

test('a connection that waits does not hold the server open', async () => {
  const address = await listenWith(original)
  const socket = connect(Number(new URL(address).port), '127.0.0.1')
  await new Promise((resolve) => socket.once('connect', resolve))
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.write('GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n')
  await new Promise((resolve) => socket.once('data', resolve))
  await server?.close()
  await closed
})

test('a download that nobody takes is broken off when the grace is over', async () => {
  const { promise: never } = gate()
  const address = await listenWith(async function* (key, range) {
    yield* original(key, { start: range?.start ?? 0, end: (range?.start ?? 0) + 1000 })
    await never
  })
  const response = await fetch(`${address}${record}/package`, { headers: keyed() })
  const whole = response.arrayBuffer()
  const refused = expect(whole).rejects.toThrow()
  await server?.close(50)
  await refused
})

test('a port that is taken is refused with its number', async () => {
  const address = await listenWith(original)
  const port = Number(new URL(address).port)
  const config = { ...api.archive.config, port }
  await expect(listen({ ...api.archive, config }, queue, api.key)).rejects.toMatchObject({
    code: 'CONFIGURATION_INVALID',
    faults: [{ field: 'HOST, PORT', found: expect.stringContaining(`PORT=${port}: listen EADDRINUSE`) }],
  })
})

/** Number of files of the store that this process holds open. */
async function openObjects(): Promise<number> {
  const handles = await readdir('/proc/self/fd')
  const targets = await Promise.all(handles.map((handle) => readlink(`/proc/self/fd/${handle}`).catch(() => '')))
  return targets.filter((target) => target.startsWith(`${api.archive.config.dataDir}/store/`)).length
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await pause(10)
}
