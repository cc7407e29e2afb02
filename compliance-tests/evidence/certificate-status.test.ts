import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formatStatusRequest } from '#archive-schema/certificate-status/status-request.ts'
import { parseStatusResponse } from '#archive-schema/certificate-status/status-response.ts'
import { verifyStatusGood } from '#archive-schema/certificate-status/verify-status.ts'
import { type Certificate, certificatePem, readCertificate } from '#archive-schema/evidence/read-certificate.ts'
import { makeParty, signerOf, type TestParty } from '#archive-schema/evidence/test-party.ts'
import { demandFitness } from '#storage/keys/signer-fitness.ts'
import { StatusService } from '#storage/keys/status-service.ts'
import { freePort } from '../stack/free-port.ts'
import { runProgram } from './laboratory.ts'

const nonce = Buffer.from('0123456789abcdef')

describe.for(['p256', 'rsa-2048'] as const)('OCSP with %s keys', (key) => {
  let folder: string
  let root: TestParty
  let issuing: TestParty
  let signer: TestParty
  let delegate: Delegate
  let stranger: Delegate
  const read = (party: TestParty) => readCertificate(party.certificate)
  const place = (name: string) => join(folder, name)

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guidang-ocsp-'))
    root = await makeParty('root', { role: { authorityAbove: 1 }, key })
    issuing = await makeParty('issuing', { role: { authorityAbove: 0 }, issuer: root, key })
    signer = await makeParty('signer', { issuer: issuing, key })
    for (const [name, party] of Object.entries({ root, issuing, signer })) await save(name, party)
    delegate = await certifyResponder('delegate', 'extendedKeyUsage=OCSPSigning')
    stranger = await certifyResponder('stranger', 'extendedKeyUsage=clientAuth')
  }, 60_000)
  afterAll(() => rm(folder, { recursive: true }))

  async function save(name: string, { certificate, privateKey }: TestParty): Promise<void> {
    await writeFile(place(`${name}.pem`), certificatePem(certificate))
    await writeFile(place(`${name}.key`), privateKey.export({ type: 'pkcs8', format: 'pem' }))
  }

  /** A responder whose certificate openssl makes, by the issuing authority. */
  async function certifyResponder(name: string, extension: string): Promise<Delegate> {
    await writeFile(
      place(`${name}.ext`),
      `basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n${extension}\n`,
    )
    const kind = key === 'p256' ? ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'] : ['rsa:2048']
    const made = await openssl(
      'req',
      '-new',
      '-newkey',
      ...kind,
      '-nodes',
      '-keyout',
      `${name}.key`,
      '-subj',
      `/C=CN/CN=${name}`,
      '-out',
      `${name}.csr`,
    )
    const signed = await openssl(
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      '-CA',
      'issuing.pem',
      '-CAkey',
      'issuing.key',
      '-days',
      '30',
      '-extfile',
      `${name}.ext`,
      '-set_serial',
      '77',
      '-out',
      `${name}.pem`,
    )
    expect([made.code, signed.code]).toEqual([0, 0])
    return { name }
  }

  const openssl = (...args: readonly string[]) => runProgram('openssl', args, folder)

  /** What openssl's index of certificates says of the signer: V valid, R revoked, absent. */
  async function index(status: 'V' | 'R' | undefined): Promise<void> {
    const serial = read(signer).serial.toString('hex').toUpperCase()
    const line = `${status}\t400101000000Z\t${status === 'R' ? '260101000000Z' : ''}\t${serial}\tunknown\t/C=CN/O=x/CN=signer\n`
    await writeFile(place('index.txt'), status === undefined ? '' : line)
  }

  /** The answer that openssl gives to a question in a file. */
  async function answer(question: Buffer, by: Delegate, ...more: readonly string[]): Promise<Buffer> {
    await writeFile(place('question.der'), question)
    const { name } = by
    const own = ['-rsigner', `${name}.pem`, '-rkey', `${name}.key`, '-CA', 'issuing.pem', '-index', 'index.txt']
    const done = await openssl(
      'ocsp',
      '-reqin',
      'question.der',
      ...own,
      '-respout',
      'answer.der',
      '-nmin',
      '60',
      ...more,
    )
    expect([done.code, done.stderr]).toEqual([0, expect.anything()])
    return readFile(place('answer.der'))
  }

  const ask = (of: Certificate = read(signer), n = nonce) => formatStatusRequest(of, read(issuing), n)
  const verify = (bytes: Uint8Array, change: object = {}) =>
    verifyStatusGood(bytes, { certificate: read(signer), issuer: read(issuing), nonce, at: new Date(), ...change })
  const self = { name: 'issuing' }

  test('openssl answers what is asked, by the issuer itself and by whom it has certified for that', async () => {
    await index('V')
    for (const by of [self, delegate]) {
      const end = await verify(await answer(ask(), by))
      expect(Math.abs((end?.getTime() ?? 0) - Date.now() - 3_600_000)).toBeLessThan(60_000)
    }
  })

  test.for([
    ['R', 'is revoked'],
    [undefined, 'is unknown'],
  ] as const)('a status of %s is refused', async ([status, found]) => {
    await index(status)
    await expect(verify(await answer(ask(), delegate))).rejects.toThrow(found)
  })

  test('an answer by a certificate that is not for that, of another question or another time is refused', async () => {
    await index('V')
    await expect(verify(await answer(ask(), stranger))).rejects.toThrow('is not for the status of others')
    const right = await answer(ask(), delegate)
    await expect(verify(right, { nonce: Buffer.alloc(16) })).rejects.toThrow('its nonce differs')
    await expect(verify(right, { certificate: read(issuing) })).rejects.toThrow('is not of the certificate of')
    await expect(verify(right, { issuer: read(root) })).rejects.toThrow('is not issued by the next one')
    await expect(verify(right, { at: new Date(Date.now() + 3_700_000) })).rejects.toThrow('is not of')
    const own = await answer(ask(), self)
    await expect(verify(own, { at: new Date(Date.now() - 120_000) })).rejects.toThrow('is not of')
    const other = await makeParty('issuing', { role: { authorityAbove: 0 }, key })
    await expect(verify(right, { issuer: read(other) })).rejects.toThrow('is not issued by the next one')
  })

  test('what is no answer, and a refusal to answer, are refused', async () => {
    await expect(verify(Buffer.from('no answer'))).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' })
    await expect(verify(Buffer.from('30030a0106', 'hex'))).rejects.toThrow('gives no status: unauthorized')
  })

  test('any changed byte of what is signed, and of the signature, is refused', async () => {
    await index('V')
    const right = await answer(ask(), delegate)
    const { content, signature } = parseStatusResponse(right)
    const places = [content, signature].flatMap((part) => {
      const start = right.indexOf(part)
      return Array.from(part, (_, i) => start + i)
    })
    expect(places.length).toBeGreaterThan(200)
    const change = fc.record({ at: fc.constantFrom(...places), mask: fc.integer({ min: 1, max: 255 }) })
    await fc.assert(
      fc.asyncProperty(change, async ({ at, mask }) => {
        const bytes = Buffer.from(right)
        bytes[at] = (bytes[at] ?? 0) ^ mask
        await expect(verify(bytes)).rejects.toMatchObject({ code: expect.stringMatching(/^SIGNATURE_/) })
      }),
      { numRuns: 200 },
    )
  })

  describe('a signer', () => {
    let responder: ChildProcess | undefined
    let url: URL
    beforeAll(async () => {
      await index('V')
      const port = await freePort()
      url = new URL(`http://127.0.0.1:${port}/`)
      const args = [
        'ocsp',
        '-port',
        `${port}`,
        '-index',
        'index.txt',
        '-CA',
        'issuing.pem',
        '-rsigner',
        'delegate.pem',
        '-rkey',
        'delegate.key',
        '-nmin',
        '60',
      ]
      responder = spawn('openssl', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
      await once(responder.stderr ?? process.stdin, 'data')
    })
    afterAll(() => void responder?.kill())

    const tested = (status: StatusService) => ({
      signer: signerOf(signer, issuing),
      rootPem: certificatePem(root.certificate),
      status,
    })

    test('is fit while its responder says so, and not after the good answer has ended without another', async () => {
      const status = new StatusService(url)
      const now = new Date()
      await demandFitness(tested(status), now)
      responder?.kill()
      await once(responder ?? process, 'exit')
      await demandFitness(tested(status), new Date(now.getTime() + 3_000_000))
      const late = demandFitness(tested(status), new Date(now.getTime() + 3_700_000))
      await expect(late).rejects.toMatchObject({ code: 'SIGNER_UNFIT', permanent: false })
      await expect(demandFitness(tested(new StatusService(url)), now)).rejects.toThrow('127.0.0.1')
    })
  })
})

type Delegate = { readonly name: string }
