import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { clamdScanner } from './clamd-scanner.ts'
import { answering, type Behaviour, fakeClamd } from './fake-clamd-trial.ts'

const unavailable = { code: 'SCANNER_UNAVAILABLE', permanent: false }
const megabyte = 1_048_576

async function* content(...chunks: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield Buffer.from(chunk)
}

/** Says a little from time to time, so that the connection is never silent. */
function dripping(socket: Socket): void {
  const drip = setInterval(() => socket.write('s'), 50)
  socket.resume().on('close', () => clearInterval(drip))
}

/** As much content as is asked for, and how much of it was. */
function endless() {
  const given = { bytes: 0 }
  async function* stream(most = Number.POSITIVE_INFINITY): AsyncGenerator<Uint8Array> {
    for (; given.bytes < most; given.bytes += megabyte) yield Buffer.alloc(megabyte, 'a')
  }
  return { given, stream }
}

test('sends every byte of every chunk, and an empty chunk does not end the stream', async () => {
  const seen: string[] = []
  const address = await fakeClamd(answering('stream: OK\0', (bytes) => seen.push(bytes.toString())))
  const scanner = clamdScanner(address)
  expect(await scanner.scan(content('材料', '', '清单', new Uint8Array(), '\0\0\0\0'))).toEqual({ verdict: 'clean' })
  expect(await scanner.scan(content())).toEqual({ verdict: 'clean' })
  expect(seen).toEqual(['材料清单\0\0\0\0', ''])
})

test('speaks over a Unix socket too', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'clamd-scanner-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const address = await fakeClamd(answering('stream: Some.Virus FOUND\0'), join(folder, 'clamd.ctl'))
  expect(await clamdScanner(address).scan(content('x'))).toEqual({ verdict: 'infected', virus: 'Some.Virus' })
})

test('asks for engine and database', async () => {
  const address = await fakeClamd(answering('ClamAV 1.4.6/27000/Fri Nov 20 08:00:00 2026\0'))
  expect(await clamdScanner(address).identify()).toMatchObject({ engine: 'ClamAV 1.4.6' })
})

test('an answer may come in pieces', async () => {
  const address = await fakeClamd((socket) => {
    socket.once('data', () => {
      socket.setNoDelay().write('stream: ')
      setImmediate(() => socket.end('OK\0'))
    })
  })
  expect(await clamdScanner(address).scan(content('x'))).toEqual({ verdict: 'clean' })
})

test.for<[string, Behaviour, string]>([
  ['no answer at all', answering(''), 'hung up without an answer'],
  ['an empty answer', answering('\0'), 'clamd answered ""'],
  ['a verdict that breaks off', answering('stream: OK'), 'no whole answer of clamd: "stream: OK"'],
  ['two answers', answering('stream: OK\0stream: OK\0'), 'no whole answer of clamd'],
  ['more after the verdict', answering('stream: OK\0?'), 'no whole answer of clamd'],
  ['another protocol', answering('HTTP/1.1 400 Bad Request\r\n\r\n'), 'HTTP/1.1 400'],
  [
    'garbage without an end',
    (socket) => socket.resume().write(Buffer.alloc(megabyte, 'x')),
    'no whole answer of clamd',
  ],
  ['a connection that is reset', (socket) => socket.once('data', () => socket.resetAndDestroy()), 'ECONNRESET'],
])('%s is no verdict', async ([, behave, found]) => {
  const scanner = clamdScanner(await fakeClamd(behave))
  const refusal = { ...unavailable, message: expect.stringContaining(found) }
  await expect(scanner.scan(content('x'))).rejects.toMatchObject(refusal)
  await expect(scanner.identify()).rejects.toMatchObject(unavailable)
})

test.for<[string, Behaviour]>([
  ['silence', (socket) => socket.resume()],
  ['an answer that drips without an end', dripping],
])('%s is waited for no longer than patience lasts', async ([, behave]) => {
  const scanner = clamdScanner(await fakeClamd(behave), 200)
  await expect(scanner.scan(content('x'))).rejects.toMatchObject(unavailable)
  await expect(scanner.identify()).rejects.toMatchObject(unavailable)
})

test('a server that is not there is no verdict', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  await once(server.close(), 'close')
  for (const host of ['127.0.0.1', 'localhost']) {
    const refusal = { ...unavailable, message: expect.stringContaining('ECONNREFUSED') }
    await expect(clamdScanner({ host, port: address.port }).scan(content('x'))).rejects.toMatchObject(refusal)
  }
  await expect(clamdScanner({ path: '/nowhere/clamd.ctl' }).scan(content('x'))).rejects.toMatchObject(unavailable)
})

test.for<[string, Behaviour]>([
  ['OK', (socket) => socket.once('data', () => socket.end('stream: OK\0'))],
  ['the limit', (socket) => socket.once('data', () => socket.end('INSTREAM size limit exceeded. ERROR\0'))],
  ['nothing', (socket) => socket.once('data', () => socket.end())],
  ['a reset', (socket) => socket.once('data', () => socket.resetAndDestroy())],
])(
  'whoever hangs up with %s while content is still coming gave no verdict, and is sent no more',
  async ([, behave]) => {
    const { stream } = endless()
    await expect(clamdScanner(await fakeClamd(behave)).scan(stream())).rejects.toMatchObject(unavailable)
  },
)

test('reads no more of the content than the scanner takes', async () => {
  const { given, stream } = endless()
  const scanner = clamdScanner(await fakeClamd((socket) => socket.pause()), 200)
  await expect(scanner.scan(stream())).rejects.toMatchObject(unavailable)
  expect(given.bytes).toBeLessThan(32 * megabyte)
})

test('goes on when the scanner takes more', async () => {
  const address = await fakeClamd((socket) => {
    let bytes = 0
    socket.on('data', (part) => {
      bytes += part.length
      if (part.subarray(-4).equals(Buffer.alloc(4))) socket.end(`stream: ${bytes} FOUND\0`)
    })
  })
  const { stream } = endless()
  const sent = 'zINSTREAM\0'.length + 20 * (4 + megabyte) + 4
  expect(await clamdScanner(address).scan(stream(20 * megabyte))).toEqual({ verdict: 'infected', virus: String(sent) })
})

test('passes on what the content itself fails with, and leaves no connection behind', async () => {
  const [begun, closed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const address = await fakeClamd((socket) => {
    socket.once('data', () => begun.resolve()).once('close', () => closed.resolve())
  })
  const lost = new ArchiveError({ code: 'STORE_UNAVAILABLE', found: 'timeout' }, { permanent: false })
  async function* failing(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('x')
    await begun.promise
    throw lost
  }
  await expect(clamdScanner(address).scan(failing())).rejects.toBe(lost)
  await closed.promise
})
