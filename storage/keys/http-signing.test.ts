import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { type Certificate, readCertificate } from '#archive-schema/evidence/read-certificate.ts'
import { makeParty, signerOf, type TestParty } from '#archive-schema/evidence/test-party.ts'
import { isSignedBy } from '#archive-schema/evidence/verify-signature-value.ts'
import { httpSigning } from './http-signing.ts'

const message = Buffer.from('归档')
const closing: (() => Promise<unknown>)[] = []
let party: TestParty
let certificate: Certificate

beforeAll(async () => {
  party = await makeParty('signer', { key: 'sm2' })
  certificate = readCertificate(party.certificate)
})
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown

/** A signature server on a port of its own; comes to the place where it signs. */
async function serve(handler: Handler): Promise<string> {
  const server = createServer((request, response) => {
    Promise.resolve(handler(request, response)).catch((error) => response.destroy(error))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(async () => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/sign`
}

const companions = {
  certificates: '/c.pem',
  root: '/r.pem',
  crl: undefined,
  ocsp: undefined,
  passphraseFile: undefined,
}
const signingAt = (url: string, own = certificate) =>
  httpSigning({ scheme: 'http', url, key: 'package', ...companions }, 'secret', [own])

test('the message goes to the server and its signature comes back', async () => {
  const asked: unknown[] = []
  const url = await serve(async (request, response) => {
    const body = JSON.parse(await text(request))
    asked.push({ method: request.method, authorization: request.headers.authorization, ...body })
    const signature = await signerOf(party).sign(Buffer.from(body.message, 'base64'))
    response.end(JSON.stringify({ signature: Buffer.from(signature).toString('base64') }))
  })
  const signing = signingAt(url)
  expect(signing.algorithm).toBe('sm2-sm3')
  expect(isSignedBy('sm2-sm3', certificate.publicKey, message, await signing.sign(message))).toBe(true)
  expect(asked).toEqual([
    {
      method: 'POST',
      authorization: 'Bearer secret',
      key: 'package',
      algorithm: 'sm2-sm3',
      message: message.toString('base64'),
    },
  ])
})

const answers: readonly (readonly [string, Handler])[] = [
  ['refuses', (_, response) => response.writeHead(403).end('secret reason')],
  ['sends elsewhere', (_, response) => response.writeHead(302, { Location: '/elsewhere' }).end()],
  ['answers no JSON', (_, response) => response.end('<html>')],
  ['answers without a signature', (_, response) => response.end('{}')],
  ['answers no base64', (_, response) => response.end('{"signature":"@"}')],
  ['answers without end', (_, response) => response.end(`{"signature":"${'A'.repeat(100_000)}"}`)],
  ['breaks off', (request) => request.socket.destroy()],
]

test.for(answers)('while the server %s, the signer is unfit for the moment', async ([, handler]) => {
  const signing = signingAt(await serve(handler))
  await expect(signing.sign(message)).rejects.toMatchObject({ code: 'SIGNER_UNFIT', permanent: false })
  await expect(signing.sign(message)).rejects.not.toThrow(/secret/)
})

test('a server that is not there makes the signer unfit for the moment', async () => {
  const url = await serve(() => {})
  for (const close of closing.splice(0)) await close()
  await expect(signingAt(url).sign(message)).rejects.toMatchObject({ code: 'SIGNER_UNFIT', permanent: false })
})

test('a certificate whose key may not sign packages is refused before anybody is asked', async () => {
  const other = readCertificate((await makeParty('signer', { key: 'p384' })).certificate)
  expect(() => signingAt('http://127.0.0.1:1/', other)).toThrow('a key that may not sign packages')
})
