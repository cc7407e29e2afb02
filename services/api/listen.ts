import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import type { CaseQueue } from '#pipelines/queue.ts'
import type { AccessKey } from '../access-key.ts'
import type { Archive } from '../open-archive.ts'
import { createApp } from './app.ts'

/** A listening API. */
export type ApiServer = { readonly address: string; close(): Promise<void> }

/** Starts to listen on the configured address. */
export function listen(archive: Archive, queue: CaseQueue, key: AccessKey): Promise<ApiServer> {
  const { host, port } = archive.config
  const app = createApp({ archive, queue, key })
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: host, port }, (info: AddressInfo) => {
      server.off('error', reject)
      resolve({ address: `http://${host}:${info.port}`, close: () => closeServer(server) })
    })
    server.once('error', reject)
  })
}

function closeServer(server: ReturnType<typeof serve>): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()))
    if ('closeIdleConnections' in server) server.closeIdleConnections()
  })
}
