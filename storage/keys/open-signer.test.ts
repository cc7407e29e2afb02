import { generateKeyPairSync } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { signDetached } from '#archive-schema/evidence/cms.ts'
import { readCertificate, readPemCertificate } from '#archive-schema/evidence/read-certificate.ts'
import { verifyDetached } from '#archive-schema/evidence/verify-cms.ts'
import { openSigner } from './open-signer.ts'
import type { KeyKind } from './test-keys.ts'

const now = new Date('2026-11-25T00:00:00Z')
let dataDir: string

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'guidang-keys-'))
})
afterEach(() => rm(dataDir, { recursive: true }))

const open = (algorithm: KeyKind = 'ecdsa-p256', at = now) => openSigner({ dataDir, algorithm, now: at })
const signerFile = (name: string) => join(dataDir, 'keys', 'test-package-signer-ecdsa-p256', name)

test.for([
  ['ecdsa-p256', 'ecdsa-p256-sha256'],
  ['rsa-2048', 'rsa-pkcs1-sha256'],
  ['rsa-3072', 'rsa-pkcs1-sha256'],
] as const)('a new data folder gets a %s signer whose signatures verify', async ([kind, algorithm]) => {
  const { signer, isTest, trust } = await open(kind)
  expect(signer.algorithm).toBe(algorithm)
  expect(isTest).toBe(true)
  const content = Buffer.from('content')
  const signature = await signDetached(content, now, signer)
  expect(verifyDetached(signature, content, trust, now).algorithm).toBe(algorithm)
})

test('a later start loads the same keys', async () => {
  const first = await open()
  const second = await open()
  expect(second.signer.certificates).toEqual(first.signer.certificates)
  expect(second.trust).toEqual(first.trust)
})

test('every certificate says that it is for tests [SIG-10]', async () => {
  const { signer, trust } = await open()
  const names = [...signer.certificates.map(readCertificate), readPemCertificate(trust.rootPem)].map(({ name }) => name)
  expect(names).toEqual([
    'C=CN, O=Guidang TEST 测试, CN=Guidang TEST package signer 测试',
    'C=CN, O=Guidang TEST 测试, CN=Guidang TEST issuing CA 测试',
    'C=CN, O=Guidang TEST 测试, CN=Guidang TEST root CA 测试',
  ])
})

test('another kind of key joins under the same root, and what the first one signed goes on verifying', async () => {
  const first = await open('ecdsa-p256')
  const content = Buffer.from('content')
  const signature = await signDetached(content, now, first.signer)
  const second = await open('rsa-2048')
  expect(second.trust.rootPem).toBe(first.trust.rootPem)
  expect(second.trust.signers).toHaveLength(2)
  expect(verifyDetached(signature, content, second.trust, now).algorithm).toBe('ecdsa-p256-sha256')
})

test('only the owner may read the keys, and the key of the root is not kept', async () => {
  await open()
  const folders = await readdir(join(dataDir, 'keys'))
  expect(folders.sort()).toEqual(['test-authority', 'test-package-signer-ecdsa-p256'])
  const paths = (await readdir(join(dataDir, 'keys'), { recursive: true, withFileTypes: true })).filter((e) =>
    e.isFile(),
  )
  expect(paths.map(({ name }) => name).sort()).toEqual([
    'issuing.key',
    'issuing.pem',
    'root.pem',
    'signer.key',
    'signer.pem',
  ])
  for (const { parentPath, name } of paths) {
    expect((await stat(join(parentPath, name))).mode & 0o777).toBe(0o600)
    expect((await stat(parentPath)).mode & 0o777).toBe(0o700)
  }
})

test('what a killed process left half made is not taken for keys', async () => {
  await mkdir(join(dataDir, 'keys', '.draft-killed'), { recursive: true })
  await writeFile(join(dataDir, 'keys', '.draft-killed', 'signer.pem'), 'half')
  expect((await open()).trust.signers).toHaveLength(1)
})

test('a signer outside its validity is unfit for the moment', async () => {
  await open()
  for (const at of [new Date('1999-12-31T23:59:59Z'), new Date('2050-01-01T00:00:00Z')]) {
    await expect(open('ecdsa-p256', at)).rejects.toMatchObject({ code: 'SIGNER_UNFIT', permanent: false })
  }
})

test('a key that is not that of the certificate is unfit', async () => {
  await open()
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  await writeFile(signerFile('signer.key'), privateKey.export({ type: 'pkcs8', format: 'pem' }))
  await expect(open()).rejects.toThrow('the certificate is of another key')
})

test('a damaged or missing file is named and never made anew', async () => {
  await open()
  await writeFile(signerFile('signer.pem'), (await readFile(signerFile('signer.pem'))).subarray(0, 100))
  await expect(open()).rejects.toThrow(`${signerFile('signer.pem')} is no certificate`)
  await writeFile(signerFile('signer.key'), 'no key')
  await expect(open()).rejects.toThrow(`${signerFile('signer.key')} is no private key`)
  await rm(signerFile('signer.key'))
  await expect(open()).rejects.toThrow(`${signerFile('signer.key')} cannot be read`)
})
