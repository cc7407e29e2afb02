import * as http from 'node:http'
import * as https from 'node:https'
import { Client, type ClientOptions } from 'minio'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { messageOf } from '#archive-schema/caught-error.ts'

/** How to reach an S3 server, and the bucket in which the archive lies. */
export type S3Address = {
  /** `http://host:port` or `https://host:port`. */
  readonly endpoint: string
  readonly accessKey: string
  readonly secretKey: string
  readonly region: string
  readonly bucket: string
  /** A connection on which nothing has moved for so long is given up. Default: two minutes. */
  readonly idleMs?: number
  /** Whether requests follow each other on one connection. Default: they do. */
  readonly reusesConnections?: boolean
}

/** One bucket and the client that speaks to its server. */
export type S3Place = {
  readonly client: Client
  readonly bucket: string
}

const twoMinutes = 120_000

/** Prepares the way to a bucket; nothing is sent yet. Throws `CONFIGURATION_INVALID`. */
export function openS3Place(address: S3Address): S3Place {
  try {
    return { client: new Client(clientOptions(address)), bucket: address.bucket }
  } catch (error) {
    const found = messageOf(error)
    throw new ArchiveError({ code: 'CONFIGURATION_INVALID', field: 'endpoint', found }, { cause: error })
  }
}

function clientOptions(address: S3Address): ClientOptions {
  const { hostname, port, protocol, pathname } = new URL(address.endpoint)
  if (!/^https?:$/.test(protocol) || pathname !== '/') throw new Error(`${address.endpoint} is not http(s)://host:port`)
  const web = protocol === 'https:' ? https : http
  return {
    endPoint: hostname,
    useSSL: protocol === 'https:',
    ...(port === '' ? {} : { port: Number(port) }),
    accessKey: address.accessKey,
    secretKey: address.secretKey,
    region: address.region,
    pathStyle: true,
    transport: impatientTransport(web, address.idleMs ?? twoMinutes),
    // A repeated PUT would make a second version; the client also writes its retries to the console.
    retryOptions: { disableRetry: true },
    ...(address.reusesConnections === false ? { transportAgent: new web.Agent({ keepAlive: false }) } : {}),
  }
}

/** The client itself would wait for ever. */
function impatientTransport(transport: typeof http | typeof https, idleMs: number): Pick<typeof http, 'request'> {
  const request = (options: https.RequestOptions, onAnswer: (answer: http.IncomingMessage) => void) => {
    const sent = transport.request(options, onAnswer)
    return sent.setTimeout(idleMs, () => sent.destroy(new Error(`no answer for ${idleMs} ms`)))
  }
  return { request: request as typeof http.request }
}
