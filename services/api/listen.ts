import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { messageOf } from '#archive-schema/caught-error.ts'
import type { CaseQueue } from '#pipelines/queue.ts'
import type { AccessKey } from '../access-key.ts'
import type { Archive } from '../open-archive.ts'
import { createApp } from './app.ts'
import { dropAbandonedUploads } from './incoming-folder.ts'

/** A listening API. */
export type ApiServer = {
  readonly address: string
  /** Takes no more requests; resolves when those that run are answered, or have been broken off after `graceMs`. */
  close(graceMs?: number): Promise<void>
}

/** Starts to listen on the configured address. Throws `CONFIGURATION_INVALID` when that cannot be had. */
export async function listen(archive: Archive, queue: CaseQueue, key: AccessKey): Promise<ApiServer> {
  const { dataDir, host, port } = archive.config
  await dropAbandonedUploads(dataDir, new Date())
  const app = createApp({ archive, queue, key })
  const server = createServer(timeouts, getRequestListener(app.fetch))
  server.timeout = silenceMs
  const bound = await bind(server, host, port)
  return {
    address: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    close: (graceMs = 30_000) => closeServer(server, graceMs),
  }
}

/** A large upload takes as long as it takes: it may only not fall silent. Headers come at once. */
const timeouts = { requestTimeout: 0, headersTimeout: 60_000, keepAliveTimeout: 5_000 }

/** Longest silence of a connection, in either direction: verifying a large record says nothing for minutes. */
const silenceMs = 15 * 60_000

async function bind(server: Server, host: string, port: number): Promise<number> {
  server.listen(port, host)
  try {
    await once(server, 'listening')
  } catch (error) {
    const found = `HOST=${host} PORT=${port}: ${messageOf(error)}`
    throw new ArchiveError({ code: 'CONFIGURATION_INVALID', field: 'HOST, PORT', found }, { cause: error })
  }
  return (server.address() as AddressInfo).port
}

async function closeServer(server: Server, graceMs: number): Promise<void> {
  const closed = once(server, 'close')
  const breakOff = setTimeout(() => server.closeAllConnections(), graceMs)
  // A connection that has had its answer stays open for the next question, which nobody will take.
  const sweep = setInterval(() => server.closeIdleConnections(), 50)
  server.close()
  await closed
  clearInterval(sweep)
  clearTimeout(breakOff)
}
