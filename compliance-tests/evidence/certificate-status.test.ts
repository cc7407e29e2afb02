import { type ChildProcess, spawn } from 'node:child_process'
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formatStatusRequest } from '#archive-schema/certificate-status/status-request.ts'
import { parseStatusResponse } from '#archive-schema/certificate-status/status-response.ts'
import { makeStatusResponse } from '#archive-schema/certificate-status/status-response-trial.ts'
import { verifyStatusGood } from '#archive-schema/certificate-status/verify-status.ts'
import { type Certificate, certificatePem, readCertificate } from '#archive-schema/evidence/read-certificate.ts'
import { readRevocationList } from '#archive-schema/evidence/read-revocation-list.ts'
import { makeRevocationList } from '#archive-schema/evidence/revocation-list-trial.ts'
import { makeParty, signerOf, type TestParty } from '#archive-schema/evidence/test-party.ts'
import { ChainStatus } from '#storage/keys/chain-status.ts'
import { demandFitness } from '#storage/keys/signer-fitness.ts'
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

  /** Somebody whose key and certificate openssl has made. */
  async function readParty(name: string): Promise<TestParty> {
    const { der, publicKey } = readCertificate(new X509Certificate(await readFile(place(`${name}.pem`))).raw)
    const privateKey = createPrivateKey(await readFile(place(`${name}.key`)))
    const named = { country: 'CN', organization: '', commonName: name }
    return { name: named, privateKey, publicKey: publicKey.export({ type: 'spki', format: 'der' }), certificate: der }
  }

  const openssl = (...args: readonly string[]) => runProgram('openssl', args, folder)

  /** What openssl's index of certificates says of the signer: V valid, R revoked, absent. */
  async function index(status: 'V' | 'R' | undefined): Promise<void> {
    await writeFile(place('index.txt'), status === undefined ? '' : indexLine(read(signer), status))
  }

  function indexLine({ serial }: Certificate, status: 'V' | 'R'): string {
    const revokedAt = status === 'R' ? '260101000000Z,keyCompromise' : ''
    const number = serial.toString('hex').toUpperCase()
    return `${status}\t400101000000Z\t${revokedAt}\t${number}\tunknown\t/C=CN/O=x/CN=x\n`
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
    ['R', 'is revoked (keyCompromise)'],
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
    await expect(verify(own, { at: new Date(Date.now() - 120_000) })).rejects.toThrow('not yet')
    const other = await makeParty('issuing', { role: { authorityAbove: 0 }, key })
    await expect(verify(right, { issuer: read(other) })).rejects.toThrow('is not issued by the next one')
  })

  test('an answer by a delegate counts while its own certificate is valid, and is by the issuer of who is asked about', async () => {
    const answerer = await readParty(delegate.name)
    const answerAt = async (at: Date, by = answerer) => {
      const question = { certificate: signer.certificate, issuer: issuing, nonce, at }
      return verify(await makeStatusResponse(question, by, { certificates: [by.certificate] }), { at })
    }
    const now = Math.floor(Date.now() / 1000) * 1000
    const day = 24 * 3_600_000
    expect(await answerAt(new Date(now))).toEqual(new Date(now + 3_600_000))
    await expect(answerAt(new Date(now + 31 * day))).rejects.toThrow('CN=delegate is not valid at')
    await expect(answerAt(new Date(now - day))).rejects.toThrow('CN=delegate is not valid at')
    await expect(answerAt(new Date(now), await readParty(stranger.name))).rejects.toThrow(
      'is not for the status of others',
    )
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

  describe('a chain', () => {
    const responders: ChildProcess[] = []
    let ofSigner: URL
    let ofIssuing: URL
    beforeAll(async () => {
      await index('V')
      ofSigner = await listen('index.txt', 'issuing', delegate.name)
      await writeFile(place('above.txt'), indexLine(read(issuing), 'V'))
      ofIssuing = await listen('above.txt', 'root', 'root')
    })
    afterAll(() => {
      for (const responder of responders) responder.kill()
    })

    /** A responder of openssl for an authority; it reads its index again with every start only. */
    async function listen(indexFile: string, authority: string, by: string): Promise<URL> {
      const port = await freePort()
      const place = ['-port', `${port}`, '-index', indexFile, '-CA', `${authority}.pem`, '-nmin', '60']
      const args = ['ocsp', ...place, '-rsigner', `${by}.pem`, '-rkey', `${by}.key`]
      const responder = spawn('openssl', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
      responders.push(responder)
      await once(responder.stderr, 'data')
      return new URL(`http://127.0.0.1:${port}/`)
    }

    const tested = (...addresses: readonly (URL | '-')[]) => ({
      signer: signerOf(signer, issuing),
      rootPem: certificatePem(root.certificate),
      status: new ChainStatus(addresses),
    })

    test('is fit while its responders say so, and not after the good answers have ended without others', async () => {
      const signerAndStatus = tested(ofSigner, ofIssuing)
      const now = new Date()
      await demandFitness(signerAndStatus, now)
      for (const responder of responders) {
        responder.kill()
        await once(responder, 'exit')
      }
      await demandFitness(signerAndStatus, new Date(now.getTime() + 3_000_000))
      const late = demandFitness(signerAndStatus, new Date(now.getTime() + 3_700_000))
      await expect(late).rejects.toMatchObject({ code: 'SIGNER_UNFIT', permanent: false })
      await expect(demandFitness(tested(ofSigner, ofIssuing), now)).rejects.toThrow('127.0.0.1')
    })

    test('is unfit if an authority in it is revoked, or its state is said by nobody', async () => {
      const good = await listen('index.txt', 'issuing', delegate.name)
      await writeFile(place('above.txt'), indexLine(read(issuing), 'R'))
      const revoked = await listen('above.txt', 'root', 'root')
      const now = new Date()
      await expect(demandFitness(tested(good, revoked), now)).rejects.toThrow('CN=issuing is revoked')
      // The responder of the one authority knows nothing of what the other has issued.
      await expect(demandFitness(tested(good), now)).rejects.toMatchObject({ code: 'SIGNER_UNFIT' })
      await expect(demandFitness(tested(good, good, good), now)).rejects.toThrow('3 addresses for 2 certificates')
      await expect(demandFitness(tested(good, '-'), now)).rejects.toThrow('leaves certificates to crl')
      const lists = await Promise.all([makeRevocationList(root), makeRevocationList(issuing)])
      const revocation = { lists: async () => lists.map(readRevocationList) }
      await demandFitness({ ...tested(good, '-'), revocation }, now)
    })
  })
})

type Delegate = { readonly name: string }
