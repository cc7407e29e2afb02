import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { S3StoreOptions } from './s3-object-store.ts'

/** What stands between a store and its server: answers in the server's place (true), or lets the request pass. */
export type Interference = {
  answers?(asked: IncomingMessage, answer: ServerResponse): boolean
  /** Whether the answer is lost to what the server has done. */
  loses?(asked: IncomingMessage): boolean
  /** Changes what the server sends back. */
  changes?(asked: IncomingMessage, chunk: Buffer): Buffer
}

/** Puts a proxy before the server. The signature of requests stays valid: they arrive with their own host name. */
export async function openProxy(options: S3StoreOptions): Promise<{
  options: S3StoreOptions
  interfere(interference: Interference): void
  close(): void
}> {
  const target = new URL(options.endpoint)
  let current: Interference = {}
  const server = createServer((asked, answer) => {
    if (current.answers?.(asked, answer)) return
    const { method, headers, url: path } = asked
    const passed = request({ host: target.hostname, port: target.port, method, headers, path }, (answered) => {
      if (current.loses?.(asked)) return asked.socket.destroy()
      answer.writeHead(answered.statusCode ?? 502, answered.headers)
      answered.on('data', (chunk: Buffer) => answer.write(current.changes?.(asked, chunk) ?? chunk))
      answered.on('end', () => answer.end())
    })
    asked.pipe(passed)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port')
  return {
    options: { ...options, endpoint: `http://127.0.0.1:${address.port}` },
    interfere: (interference) => {
      current = interference
    },
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
