import { createPrivateKey, generateKeyPair, type KeyObject, randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import {
  buildCertificate,
  type CertificateName,
  type CertificateTemplate,
} from '#archive-schema/evidence/certificate.ts'
import { certificatePem, readPemCertificate } from '#archive-schema/evidence/read-certificate.ts'
import type { Signer } from '#archive-schema/evidence/signer.ts'
import type { Trust } from '#archive-schema/evidence/trust.ts'
import { type FolderContent, makeFolderOnce } from './folder-once.ts'
import { keySigner, keySigning } from './key-signer.ts'
import { signerUnfit } from './signer-unfit.ts'

/** Kinds of key that a package signer may have. */
export const keyKinds = ['ecdsa-p256', 'rsa-2048', 'rsa-3072'] as const
export type KeyKind = (typeof keyKinds)[number]

/** Keys as they lie in a data folder. */
export type LoadedKeys = { readonly privateKey: KeyObject; readonly signer: Signer; readonly trust: Trust }

const makeKeyPair = promisify(generateKeyPair)
const caFolder = 'test-authority'
const signerFolder = (kind: KeyKind | '') => `test-package-signer-${kind}`
// So long that drills with a fixed clock find the certificates valid; a test authority protects nothing.
const validity = { notBefore: new Date('2000-01-01T00:00:00Z'), notAfter: new Date('2049-12-31T23:59:59Z') }

/**
 * Keys for trying the product out: a test root, an issuing authority and a package signer, named TEST 测试 in every
 * certificate. Made in `keysFolder` when first asked for, loaded ever after; several processes may ask at once.
 * The private keys are plain PKCS#8 (0600): a passphrase beside them would protect nothing. Throws `SIGNER_UNFIT`.
 */
export async function testKeys(keysFolder: string, kind: KeyKind): Promise<LoadedKeys> {
  const authority = join(keysFolder, caFolder)
  await makeFolderOnce(authority, makeAuthority)
  const folder = join(keysFolder, signerFolder(kind))
  await makeFolderOnce(folder, () => makeSigner(authority, kind))
  const privateKey = await readKey(join(folder, 'signer.key'))
  const certificates = [join(folder, 'signer.pem'), join(authority, 'issuing.pem')]
  const ders = await Promise.all(certificates.map(async (path) => (await readCertificateFile(path)).der))
  return { privateKey, signer: keySigner(privateKey, ders), trust: await readTrust(keysFolder) }
}

async function readTrust(keysFolder: string): Promise<Trust> {
  const root = join(keysFolder, caFolder, 'root.pem')
  await readCertificateFile(root)
  // Signers of every kind that was ever in use here: records sealed by them must go on verifying.
  const folders = (await readdir(keysFolder)).filter((name) => name.startsWith(signerFolder(''))).sort()
  const signers = folders.map((name) => readCertificateFile(join(keysFolder, name, 'signer.pem')))
  return { rootPem: await readText(root), signers: (await Promise.all(signers)).map(({ sha256 }) => sha256) }
}

/** The root's key signs one certificate and is then forgotten. */
async function makeAuthority(): Promise<FolderContent> {
  const root = await makeKeyPair('ec', { namedCurve: 'P-256' })
  const issuing = await makeKeyPair('ec', { namedCurve: 'P-256' })
  const self = { issuer: named('root CA'), issuerKey: root.publicKey, signingKey: root.privateKey }
  const rootDer = await certify({ ...self, subject: self.issuer, key: root.publicKey, role: { authorityAbove: 1 } })
  const subject = named('issuing CA')
  const issuingDer = await certify({ ...self, subject, key: issuing.publicKey, role: { authorityAbove: 0 } })
  return new Map([
    ['root.pem', certificatePem(rootDer)],
    ['issuing.pem', certificatePem(issuingDer)],
    ['issuing.key', privatePem(issuing.privateKey)],
  ])
}

async function makeSigner(authority: string, kind: KeyKind): Promise<FolderContent> {
  const { publicKey, privateKey } = await makeKeyPairOf(kind)
  const issuing = await readCertificateFile(join(authority, 'issuing.pem'))
  const der = await certify({
    subject: named('package signer'),
    key: publicKey,
    issuer: named('issuing CA'),
    issuerKey: issuing.publicKey,
    signingKey: await readKey(join(authority, 'issuing.key')),
    role: 'signer',
  })
  return new Map([
    ['signer.pem', certificatePem(der)],
    ['signer.key', privatePem(privateKey)],
  ])
}

type Certification = {
  readonly subject: CertificateName
  readonly key: KeyObject
  readonly issuer: CertificateName
  readonly issuerKey: KeyObject
  readonly signingKey: KeyObject
  readonly role: CertificateTemplate['role']
}

function certify({ subject, key, issuer, issuerKey, signingKey, role }: Certification): Promise<Uint8Array> {
  const [subjectKey, authorityKey] = [publicDer(key), publicDer(issuerKey)]
  const serial = randomBytes(16)
  return buildCertificate(
    { serial, subject, subjectKey, issuer, issuerKey: authorityKey, ...validity, role },
    keySigning(signingKey),
  )
}

function makeKeyPairOf(kind: KeyKind): Promise<{ publicKey: KeyObject; privateKey: KeyObject }> {
  switch (kind) {
    case 'ecdsa-p256':
      return makeKeyPair('ec', { namedCurve: 'P-256' })
    case 'rsa-2048':
      return makeKeyPair('rsa', { modulusLength: 2048 })
    case 'rsa-3072':
      return makeKeyPair('rsa', { modulusLength: 3072 })
  }
}

function named(role: string): CertificateName {
  return { country: 'CN', organization: 'Guidang TEST 测试', commonName: `Guidang TEST ${role} 测试` }
}

function publicDer(key: KeyObject): Uint8Array {
  return key.export({ type: 'spki', format: 'der' })
}

function privatePem(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString()
}

async function readKey(path: string): Promise<KeyObject> {
  const pem = await readText(path)
  try {
    return createPrivateKey(pem)
  } catch (cause) {
    throw signerUnfit(`${path} is no private key`, cause)
  }
}

async function readCertificateFile(path: string) {
  const pem = await readText(path)
  try {
    return readPemCertificate(pem)
  } catch (cause) {
    throw signerUnfit(`${path} is no certificate`, cause)
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw signerUnfit(`${path} cannot be read`, cause)
  }
}
