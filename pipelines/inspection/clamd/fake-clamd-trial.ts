import { once } from 'node:events'
import { createServer, type ListenOptions, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import type { ClamdAddress } from './clamd-address.ts'

/** What a fake does with one connection. */
export type Behaviour = (socket: Socket) => void

/** A server that behaves as told, until the test is over. Listens on a free port, or on the socket at `path`. */
export async function fakeClamd(behave: Behaviour, path?: string): Promise<ClamdAddress> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {}) // The other side hangs up: that is what the tests are about.
    behave(socket)
  })
  const place: ListenOptions = path === undefined ? { host: '127.0.0.1', port: 0 } : { path }
  await once(server.listen(place), 'listening')
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    await once(server.close(), 'close')
  })
  const address = server.address()
  if (address === null) throw new Error('the server has no address')
  return typeof address === 'string' ? { path: address } : { host: address.address, port: address.port }
}

/** Answers when the stream has come to its end, as clamd does, and tells what came. */
export function answering(answer: string, told: (content: Buffer) => void = () => {}): Behaviour {
  return (socket) => {
    let request = Buffer.alloc(0)
    socket.on('data', (part) => {
      request = Buffer.concat([request, part])
      const content = contentOf(request)
      if (content === undefined) return
      told(content)
      socket.end(answer)
    })
  }
}

/** The content of a complete request, `undefined` while some of it is missing. */
function contentOf(request: Buffer): Buffer | undefined {
  const start = request.indexOf(0) + 1
  if (start === 0) return undefined
  if (request.subarray(0, start).toString() !== 'zINSTREAM\0') return Buffer.alloc(0)
  const chunks: Buffer[] = []
  for (let at = start; at + 4 <= request.length; ) {
    const length = request.readUInt32BE(at)
    if (length === 0) return Buffer.concat(chunks)
    chunks.push(request.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  return undefined
}
