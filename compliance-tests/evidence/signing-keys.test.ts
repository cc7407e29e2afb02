import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { certificatePem, readCertificate } from '#archive-schema/evidence/read-certificate.ts'
import { makeParty, type TestParty } from '#archive-schema/evidence/test-party.ts'
import { isSignedBy } from '#archive-schema/evidence/verify-signature-value.ts'
import { parseKeyReference } from '#storage/keys/key-reference.ts'
import { openSigningKey } from '#storage/keys/open-signing-key.ts'
import { runProgram } from './laboratory.ts'

const guidang = join(import.meta.dirname, '../../services/cli/main.ts')
const message = Buffer.from('归档')
let folder: string
const file = (name: string) => join(folder, name)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guidang-signing-keys-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function openssl(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runProgram('openssl', args, folder)
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' })
  return stdout
}

describe.for(['rsa-2048', 'p256', 'sm2'] as const)('a %s key that openssl wrote', (key) => {
  let issuing: TestParty
  let party: TestParty

  beforeAll(async () => {
    const authority = key === 'sm2' ? 'sm2' : 'p256'
    const root = await makeParty('root', { role: { authorityAbove: 1 }, key: authority })
    issuing = await makeParty('issuing', { role: { authorityAbove: 0 }, issuer: root, key: authority })
    party = await makeParty('signer', { issuer: issuing, key })
    await writeFile(file('plain.key'), party.privateKey.export({ type: 'pkcs8', format: 'pem' }))
    await writeFile(file('signer.pem'), certificatePem(party.certificate))
    await writeFile(file('others.pem'), certificatePem(root.certificate) + certificatePem(issuing.certificate))
    await writeFile(file('chain.pem'), certificatePem(party.certificate) + certificatePem(issuing.certificate))
    await writeFile(file('passphrase'), 'secret\n')
  })

  async function expectSigning(reference: string, passphrase: string | undefined) {
    const { signing, certificates } = await openSigningKey(parseKeyReference(reference), passphrase)
    expect(certificates).toEqual([party.certificate, issuing.certificate].map((der) => Buffer.from(der)))
    const { publicKey } = readCertificate(party.certificate)
    expect(isSignedBy(signing.algorithm, publicKey, message, await signing.sign(message))).toBe(true)
  }

  test('as PKCS#12 by the documented command opens and signs', async () => {
    const content = ['-inkey', 'plain.key', '-in', 'signer.pem', '-certfile', 'others.pem']
    await openssl('pkcs12', '-export', ...content, '-iter', '600000', '-passout', 'pass:secret', '-out', 'key.p12')
    await expectSigning(`pkcs12:${file('key.p12')}?root=/root.pem`, 'secret')
    await expectSigning(`pkcs12:${file('key.p12')}?root=/root.pem&passphrase-file=${file('passphrase')}`, undefined)
    const wrong = openSigningKey(parseKeyReference(`pkcs12:${file('key.p12')}?root=/root.pem`), 'other')
    await expect(wrong).rejects.toMatchObject({ code: 'SIGNER_UNFIT' })
    const bytes = await readFile(file('key.p12'))
    for (const damaged of [bytes.subarray(0, -1), Buffer.concat([bytes, Buffer.of(0)]), Buffer.of()]) {
      await writeFile(file('damaged.p12'), damaged)
      const opening = openSigningKey(parseKeyReference(`pkcs12:${file('damaged.p12')}?root=/root.pem`), 'secret')
      await expect(opening).rejects.toMatchObject({ code: 'SIGNER_UNFIT' })
    }
  })

  test('as encrypted PKCS#8 opens and signs', async () => {
    const cipher = ['-v2', 'aes-256-cbc', '-v2prf', 'hmacWithSHA256', '-iter', '600000']
    await openssl('pkcs8', '-topk8', '-in', 'plain.key', ...cipher, '-passout', 'pass:secret', '-out', 'key.pem')
    const reference = `pkcs8:${file('key.pem')}?root=/root.pem&certificates=${file('chain.pem')}`
    await expectSigning(reference, 'secret')
    await expect(openSigningKey(parseKeyReference(reference), 'other')).rejects.toMatchObject({ code: 'SIGNER_UNFIT' })
  })
})

test('a PKCS#12 file without the certificate of its key is refused', async () => {
  const [one, other] = [await makeParty('one'), await makeParty('other')]
  await writeFile(file('one.key'), one.privateKey.export({ type: 'pkcs8', format: 'pem' }))
  await writeFile(file('other.pem'), certificatePem(other.certificate))
  const content = ['-inkey', 'one.key', '-nocerts']
  await openssl('pkcs12', '-export', '-iter', '600000', ...content, '-passout', 'pass:secret', '-out', 'bare.p12')
  const reference = parseKeyReference(`pkcs12:${file('bare.p12')}?root=/root.pem`)
  await expect(openSigningKey(reference, 'secret')).rejects.toThrow('does not hold the certificate of its key')
})

test.for(['ecdsa-p256', 'rsa-3072', 'sm2'] as const)(
  'guidang key request makes a %s key and a request that openssl verifies',
  async (kind) => {
    const name = (end: string) => file(`${kind}.${end}`)
    await writeFile(name('passphrase'), '口令\n')
    const request = () =>
      runProgram(process.execPath, [
        ...[
          guidang,
          'key',
          'request',
          '--json',
          '--kind',
          kind,
          '--organization',
          '某市政务服务中心',
          '--name',
          '签名',
        ],
        ...['--passphrase-file', name('passphrase'), '--key', name('key'), '-o', name('csr')],
      ])
    const made = await request()
    expect({ code: made.code, stdout: made.stdout }).toEqual({
      code: 0,
      stdout: `${JSON.stringify({ kind, key: name('key'), request: name('csr') })}\n`,
    })
    expect((await stat(name('key'))).mode & 0o777).toBe(0o600)
    const identity = kind === 'sm2' ? ['-vfyopt', 'distid:1234567812345678'] : []
    const show = ['-noout', '-verify', '-subject', '-pubkey', '-nameopt', 'RFC2253,-esc_msb,utf8']
    const shown = await openssl('req', '-in', name('csr'), ...identity, ...show)
    expect(shown).toContain('subject=CN=签名,O=某市政务服务中心,C=CN')
    const ownKey = await openssl('pkey', '-in', name('key'), '-passin', `file:${name('passphrase')}`, '-pubout')
    expect(shown).toContain(ownKey)
    const again = await request()
    expect(again.code).toBe(1)
    expect(JSON.parse(again.stdout || again.stderr)).toMatchObject({ code: 'REQUEST_INVALID' })
  },
)
