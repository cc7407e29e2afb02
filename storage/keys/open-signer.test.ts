import { generateKeyPairSync } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { signDetached } from '#archive-schema/evidence/cms.ts'
import { readCertificate, readPemCertificate } from '#archive-schema/evidence/read-certificate.ts'
import { profilesOf } from '#archive-schema/evidence/signature-profiles.ts'
import { verifyDetached, verifySm2Detached } from '#archive-schema/evidence/verify-cms.ts'
import type { GenericKeyKind } from './key-kinds.ts'
import { openSigner } from './open-signer.ts'

const now = new Date('2026-11-25T00:00:00Z')
let dataDir: string

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'guidang-keys-'))
})
afterEach(() => rm(dataDir, { recursive: true }))

const open = (algorithm: GenericKeyKind = 'ecdsa-p256', at = now) => openSigner({ dataDir, algorithm, now: at })
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

test('it gets an SM2 signer as well, whose signatures verify in the form that is asked for', async () => {
  const content = Buffer.from('content')
  for (const sm2Profile of profilesOf('sm2-sm3')) {
    const { sm2Signer, trust } = await openSigner({ dataDir, algorithm: 'ecdsa-p256', sm2Profile, now })
    if (sm2Signer === undefined) throw new Error('there is no SM2 signer')
    const signature = await signDetached(content, now, sm2Signer)
    expect(verifySm2Detached(signature, content, trust, now)).toMatchObject({ profile: sm2Profile.name })
  }
})

test('a later start loads the same keys', async () => {
  const first = await open()
  const second = await open()
  expect(second.signer.certificates).toEqual(first.signer.certificates)
  expect(second.sm2Signer?.certificates).toEqual(first.sm2Signer?.certificates)
  expect(second.trust).toEqual(first.trust)
})

test('every certificate says that it is for tests [SIG-10]', async () => {
  const { signer, sm2Signer, trust } = await open()
  const roots = [trust.rootPem, trust.sm2RootPem ?? ''].map(readPemCertificate)
  const [root, sm2Root] = roots
  const chains = [
    ...signer.certificates.map(readCertificate),
    root,
    ...(sm2Signer?.certificates ?? []).map(readCertificate),
    sm2Root,
  ]
  const names = chains.map((certificate) => certificate?.name)
  expect(names).toEqual([
    'C=CN, O=Guidang TEST 测试, CN=Guidang TEST package signer 测试',
    'C=CN, O=Guidang TEST 测试, CN=Guidang TEST issuing CA 测试',
    'C=CN, O=Guidang TEST 测试, CN=Guidang TEST root CA 测试',
    'C=CN, O=Guidang TEST 测试, CN=Guidang TEST SM2 package signer 测试',
    'C=CN, O=Guidang TEST 测试, CN=Guidang TEST SM2 issuing CA 测试',
    'C=CN, O=Guidang TEST 测试, CN=Guidang TEST SM2 root CA 测试',
  ])
})

test('another kind of key joins under the same root, and what the first one signed goes on verifying', async () => {
  const first = await open('ecdsa-p256')
  const content = Buffer.from('content')
  const signature = await signDetached(content, now, first.signer)
  const second = await open('rsa-2048')
  expect(second.trust.rootPem).toBe(first.trust.rootPem)
  expect(second.trust.signers).toHaveLength(3)
  expect(verifyDetached(signature, content, second.trust, now).algorithm).toBe('ecdsa-p256-sha256')
})

test('only the owner may read the keys, and the key of the root is not kept', async () => {
  await open()
  const folders = await readdir(join(dataDir, 'keys'))
  expect(folders.sort()).toEqual([
    'test-authority',
    'test-authority-sm2',
    'test-package-signer-ecdsa-p256',
    'test-package-signer-sm2',
  ])
  const paths = (await readdir(join(dataDir, 'keys'), { recursive: true, withFileTypes: true })).filter((e) =>
    e.isFile(),
  )
  const names = ['issuing.key', 'issuing.pem', 'root.pem', 'signer.key', 'signer.pem']
  expect(paths.map(({ name }) => name).sort()).toEqual(names.flatMap((name) => [name, name]))
  for (const { parentPath, name } of paths) {
    expect((await stat(join(parentPath, name))).mode & 0o777).toBe(0o600)
    expect((await stat(parentPath)).mode & 0o777).toBe(0o700)
  }
})

test('what a killed process left half made is not taken for keys', async () => {
  await mkdir(join(dataDir, 'keys', '.draft-killed'), { recursive: true })
  await writeFile(join(dataDir, 'keys', '.draft-killed', 'signer.pem'), 'half')
  expect((await open()).trust.signers).toHaveLength(2)
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
