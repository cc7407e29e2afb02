import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { readCertificate } from '#archive-schema/evidence/read-certificate.ts'
import { makeParty, signerOf, type TestParty } from '#archive-schema/evidence/test-party.ts'
import { issueToken } from '#archive-schema/time-stamp/issue-token.ts'
import { imprintOf } from '#archive-schema/time-stamp/message-imprint.ts'
import { parseRequest, type TimeStampRequest } from '#archive-schema/time-stamp/time-stamp-request.ts'
import { formatGranted, formatRejected } from '#archive-schema/time-stamp/time-stamp-response.ts'
import { type TimeStampTrust, verifyToken } from '#archive-schema/time-stamp/verify-token.ts'
import { builtInAuthority } from './built-in-authority.ts'
import { outsideAuthority } from './outside-authority.ts'
import { requestTimeStamp, type TimeStampSource } from './time-stamp-source.ts'

const stamped = Buffer.from('checkpoint')
const imprint = imprintOf('sha256', stamped)
const now = new Date('2026-01-02T03:04:05Z')
let authority: TestParty
let trust: TimeStampTrust
let server: Server | undefined

beforeAll(async () => {
  const root = await makeParty('root', { role: { authorityAbove: 0 } })
  authority = await makeParty('authority', { issuer: root, role: 'time-stamps' })
  const [anchor, own] = [readCertificate(root.certificate), readCertificate(authority.certificate)]
  trust = { roots: [anchor], authorities: [own.sha256] }
})

afterEach(() => server?.close())

const issue = (request: TimeStampRequest, at = now) =>
  issueToken({ signer: signerOf(authority), policy: '1.2.3' }, request, { at, serial: Buffer.of(7) })

/** An authority over HTTP that answers a request with what `answer` makes of it. */
async function serve(answer: (request: TimeStampRequest) => Promise<Uint8Array> | Uint8Array, type = replyType) {
  const listener: RequestListener = async (incoming, outgoing) => {
    const body = Buffer.concat(await incoming.toArray())
    outgoing.setHeader('content-type', type)
    outgoing.end(await answer(parseRequest(body)))
  }
  server = createServer((incoming, outgoing) => void listener(incoming, outgoing)).listen(0, '127.0.0.1')
  await new Promise((resolve) => server?.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  return outside(`http://127.0.0.1:${port}/tsa`)
}
const outside = (url: string) =>
  outsideAuthority({ name: 'outside', hash: 'sha256', url: new URL(url), trust, patienceMs: 2000 })
const replyType = 'application/timestamp-reply'
const ask = (source: TimeStampSource) => requestTimeStamp(source, imprint, () => now)

test('the built-in authority answers with its own clock', async () => {
  const source = builtInAuthority({ signer: signerOf(authority), policy: '1.2.3' }, trust, () => now)
  const [one, other] = [await ask(source), await ask(source)]
  expect(await verifyToken(one, stamped, trust)).toMatchObject({ at: now })
  expect(one).not.toEqual(other)
})

test('an outside authority is asked over HTTP', async () => {
  const source = await serve(async (request) => formatGranted(await issue(request)))
  expect(await verifyToken(await ask(source), stamped, trust)).toMatchObject({ at: now, policy: '1.2.3' })
})

test.for<[string, (request: TimeStampRequest) => Promise<Uint8Array> | Uint8Array, string]>([
  ['refuses', () => formatRejected('badAlg', '不支持'), 'refuses with status 2: 不支持'],
  [
    'answers another request',
    async ({ nonce: _, ...request }) => formatGranted(await issue(request)),
    'its nonce differs',
  ],
  [
    'stamps something else',
    async (request) => formatGranted(await issue({ ...request, imprint: imprintOf('sha256', Buffer.from('other')) })),
    'other bytes are stamped',
  ],
  [
    'lives in another time',
    async (request) => formatGranted(await issue(request, new Date(now.getTime() + 6000))),
    'the clock 2026-01-02T03:04:05.000Z',
  ],
  ['answers with rubbish', () => Buffer.from('rubbish'), 'is not DER'],
])('an authority that %s is not believed', async ([, answer, reason]) => {
  await expect(ask(await serve(answer))).rejects.toMatchObject({
    code: 'SIGNATURE_INVALID',
    message: expect.stringContaining(reason),
  })
})

test('an authority that answers with another type, too much or not at all is not there now', async () => {
  const page = await serve(() => Buffer.from('<html>'), 'text/html')
  await expect(ask(page)).rejects.toMatchObject({ code: 'TIME_STAMP_UNAVAILABLE', permanent: false })
  server?.close()
  const flood = await serve(() => Buffer.alloc(70_000))
  await expect(ask(flood)).rejects.toThrow('more than 65536 bytes')
  server?.close()
  const nowhere = outside('http://127.0.0.1:1/')
  await expect(ask(nowhere)).rejects.toMatchObject({ code: 'TIME_STAMP_UNAVAILABLE', permanent: false })
})
