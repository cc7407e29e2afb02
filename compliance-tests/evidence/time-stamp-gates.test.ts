import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { certificatePem, readCertificate } from '#archive-schema/evidence/read-certificate.ts'
import { makeParty, signerOf, type TestParty } from '#archive-schema/evidence/test-party.ts'
import { issueToken } from '#archive-schema/time-stamp/issue-token.ts'
import { imprintOf } from '#archive-schema/time-stamp/message-imprint.ts'
import { formatRequest, parseRequest } from '#archive-schema/time-stamp/time-stamp-request.ts'
import { formatGranted, formatRejected, parseResponse } from '#archive-schema/time-stamp/time-stamp-response.ts'
import { verifyToken } from '#archive-schema/time-stamp/verify-token.ts'
import { runProgram } from './laboratory.ts'

const stamped = Buffer.from('archive.example/log\n7\nroot\n')

describe.for(['p256', 'rsa-2048'] as const)('a time-stamp authority with a %s key', (key) => {
  let folder: string
  let root: TestParty
  let issuing: TestParty
  let authority: TestParty
  const place = (name: string) => join(folder, name)
  const pem = (party: TestParty) => certificatePem(party.certificate)

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guidang-time-'))
    root = await makeParty('root', { role: { authorityAbove: 1 } })
    issuing = await makeParty('issuing', { role: { authorityAbove: 0 }, issuer: root })
    authority = await makeParty('authority', { issuer: issuing, role: 'time-stamps', key })
    await writeFile(place('root.pem'), pem(root))
    await writeFile(place('authority.pem'), pem(authority))
    await writeFile(place('issuing.pem'), pem(issuing))
    await writeFile(place('authority.key'), authority.privateKey.export({ type: 'pkcs8', format: 'pem' }))
    await writeFile(place('stamped'), stamped)
    await writeFile(place('other'), 'other')
  })
  afterAll(() => rm(folder, { recursive: true }))

  const openssl = (...args: readonly string[]) => runProgram('openssl', ['ts', ...args], folder)
  const respond = async (request: Uint8Array) => {
    const own = { signer: signerOf(authority, issuing), policy: '1.2.3.4.1' }
    return formatGranted(await issueToken(own, parseRequest(request), { at: new Date(), serial: Buffer.of(7) }))
  }

  test.for(['sha256', 'sha512', 'sm3'])('answers what openssl asks with a %s imprint', async (hash) => {
    await openssl('-query', '-data', 'stamped', `-${hash}`, '-cert', '-out', `${hash}.tsq`)
    await writeFile(place(`${hash}.tsr`), await respond(await readFile(place(`${hash}.tsq`))))
    const verify = (...what: readonly string[]) =>
      openssl('-verify', ...what, '-in', `${hash}.tsr`, '-CAfile', 'root.pem')
    expect(await verify('-queryfile', `${hash}.tsq`)).toMatchObject({ code: 0, stdout: 'Verification: OK\n' })
    expect(await verify('-data', 'stamped')).toMatchObject({ code: 0, stdout: 'Verification: OK\n' })
    expect(await verify('-data', 'other')).toMatchObject({ code: 1, stdout: 'Verification: FAILED\n' })
  })

  test('is refused by openssl where its certificate is not for time stamps', async () => {
    const signer = await makeParty('signer', { issuer: issuing, key })
    const asked = { imprint: imprintOf('sha256', stamped), wantsCertificates: true }
    const own = { signer: signerOf(signer, issuing), policy: '1.2.3' }
    const token = await issueToken(own, asked, { at: new Date(), serial: Buffer.of(7) })
    await writeFile(place('signer.tsr'), formatGranted(token))
    const { code } = await openssl('-verify', '-data', 'stamped', '-in', 'signer.tsr', '-CAfile', 'root.pem')
    expect(code).toBe(1)
  })

  test('says to openssl why it gives no token', async () => {
    await writeFile(place('rejected.tsr'), formatRejected('unacceptedPolicy', '策略不支持'))
    const { stdout } = await openssl('-reply', '-in', 'rejected.tsr', '-text')
    expect(stdout).toContain('Status: Rejected.')
    expect(stdout).toContain(String.raw`\U7B56\U7565\U4E0D\U652F\U6301`)
    expect(stdout).toContain('the requested TSA policy is not supported by the TSA')
  })

  test('may be openssl: its token is verified here [SIG-12]', async () => {
    const settings = {
      dir: '.',
      serial: './serial',
      crypto_device: 'builtin',
      signer_digest: 'sha256',
      default_policy: '1.2.3.4.1',
    }
    const more = { digests: 'sha256,sm3', ordering: 'yes', ess_cert_id_alg: 'sha256', signer_cert: 'authority.pem' }
    const lines = Object.entries({ ...settings, ...more, certs: 'issuing.pem', signer_key: 'authority.key' })
    await writeFile(place('ts.cnf'), `[t]\n${lines.map(([name, value]) => `${name}=${value}\n`).join('')}`)
    await writeFile(place('serial'), '01\n')
    const request = formatRequest({ imprint: imprintOf('sm3', stamped), wantsCertificates: true })
    await writeFile(place('own.tsq'), request)
    const reply = ['-reply', '-config', 'ts.cnf', '-section', 't', '-queryfile', 'own.tsq', '-out', 'openssl.tsr']
    expect(await openssl(...reply)).toMatchObject({ code: 0 })
    const token = parseResponse(await readFile(place('openssl.tsr')))
    const trust = {
      roots: [readCertificate(root.certificate)],
      authorities: [readCertificate(authority.certificate).sha256],
    }
    expect(await verifyToken(token, stamped, trust)).toMatchObject({ policy: '1.2.3.4.1' })
    await expect(verifyToken(token, Buffer.from('other'), trust)).rejects.toThrow('other bytes are stamped')
  })
})
