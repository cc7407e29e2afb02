import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { certificatePem } from '#archive-schema/evidence/read-certificate.ts'
import { makeParty } from '#archive-schema/evidence/test-party.ts'
import { parseKeyReference } from '#storage/keys/key-reference.ts'
import { openLedgerKeys } from '#storage/keys/ledger-keys.ts'
import { openSigningKey } from '#storage/keys/open-signing-key.ts'
import { runProgram } from './laboratory.ts'

let folder: string
const file = (name: string) => join(folder, name)
const content = ['-inkey', 'plain.key', '-in', 'signer.pem', '-passout', 'pass:secret', '-out', 'key.p12']

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guidang-weak-keys-'))
  const party = await makeParty('signer', { issuer: await makeParty('root', { role: { authorityAbove: 0 } }) })
  await writeFile(file('plain.key'), party.privateKey.export({ type: 'pkcs8', format: 'pem' }))
  await writeFile(file('signer.pem'), certificatePem(party.certificate))
})
afterAll(() => rm(folder, { recursive: true }))

async function openssl(...args: readonly string[]): Promise<void> {
  const { code, stderr } = await runProgram('openssl', args, folder)
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' })
}

const open = (reference: string) => openSigningKey(parseKeyReference(reference), 'secret')
const weak = (found: string) => ({
  code: 'SIGNER_KEY_WEAK',
  permanent: false,
  message: expect.stringContaining(found),
})

test.for([
  ['a MAC by SHA-512', ['-macalg', 'sha512']],
  ['AES with 128 bits, and certificates that are not encrypted', ['-keypbe', 'AES-128-CBC', '-certpbe', 'NONE']],
] as const)('PKCS#12 with %s is strong', async ([, form]) => {
  await openssl('pkcs12', '-export', ...content, '-iter', '600000', ...form)
  expect((await open(`pkcs12:${file('key.p12')}?root=/root.pem`)).signing.algorithm).toBe('ecdsa-p256-sha256')
})

test.for([
  ['as openssl writes it by itself', [], 'the MAC of the PKCS#12 file has 2048 iterations, fewer than 600000'],
  [
    'of before version 3',
    ['-legacy', '-iter', '600000', '-macalg', 'sha256'],
    'is encrypted by 1.2.840.113549.1.12.1.',
  ],
  ['with a MAC by SHA-1', ['-iter', '600000', '-macalg', 'sha1'], 'by 1.3.14.3.2.26, which is not SHA-256'],
  ['without a MAC', ['-iter', '600000', '-nomac'], 'has no MAC'],
  [
    'with a MAC that is easy to guess at',
    ['-iter', '600000', '-nomaciter'],
    'the MAC of the PKCS#12 file has 1 iterations',
  ],
  ['with a key under triple DES', ['-iter', '600000', '-keypbe', 'DES-EDE3-CBC'], 'which is not AES in CBC mode'],
  ['with a key that is not encrypted', ['-iter', '600000', '-keypbe', 'NONE'], 'has a key that is not encrypted'],
] as const)('PKCS#12 %s is refused', async ([, form, found]) => {
  await openssl('pkcs12', '-export', ...content, ...form)
  await expect(open(`pkcs12:${file('key.p12')}?root=/root.pem`)).rejects.toMatchObject(weak(found))
})

test.for([
  ['2,048 iterations', ['-v2', 'aes-256-cbc'], 'PBKDF2 has 2048 iterations, fewer than 600000'],
  ['HMAC-SHA-1', ['-v2', 'aes-256-cbc', '-v2prf', 'hmacWithSHA1', '-iter', '600000'], 'which is not HMAC-SHA-256'],
  ['triple DES', ['-v2', 'des3', '-iter', '600000'], 'which is not AES in CBC mode'],
  ['PBES1', ['-v1', 'PBE-SHA1-3DES', '-iter', '600000'], '1.2.840.113549.1.12.1.3, which is not PBES2'],
  ['RC2 with 40 bits', ['-v1', 'PBE-SHA1-RC2-40', '-iter', '600000'], '1.2.840.113549.1.12.1.6, which is not PBES2'],
  ['scrypt', ['-scrypt'], 'which is not PBKDF2'],
] as const)('PKCS#8 under %s is refused', async ([, form, found]) => {
  const place = ['-provider', 'legacy', '-provider', 'default', '-passout', 'pass:secret', '-out', 'weak.pem']
  await openssl('pkcs8', '-topk8', '-in', 'plain.key', ...form, ...place)
  await expect(
    open(`pkcs8:${file('weak.pem')}?root=/root.pem&certificates=${file('signer.pem')}`),
  ).rejects.toMatchObject(weak(found))
})

test('keys of the ledger are refused as well, and taken as the documented command writes them', async () => {
  await openssl('genpkey', '-algorithm', 'ed25519', '-out', 'log.plain')
  await openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:SM2', '-out', 'log-sm2.plain')
  const openWith = async (...strength: readonly string[]) => {
    for (const name of ['log', 'log-sm2']) {
      const place = ['-in', `${name}.plain`, '-passout', 'pass:secret', '-out', `${name}.key`]
      await openssl('pkcs8', '-topk8', ...place, '-v2', 'aes-256-cbc', '-v2prf', 'hmacWithSHA256', ...strength)
    }
    const configured = { ed25519: file('log.key'), sm2: file('log-sm2.key'), passphrase: 'secret' }
    return openLedgerKeys({ dataDir: folder, origin: 'archive.example/ledger', configured })
  }
  await expect(openWith()).rejects.toMatchObject(weak('PBKDF2 has 2048 iterations'))
  expect(await openWith('-iter', '600000')).toMatchObject({ isTest: false })
})
