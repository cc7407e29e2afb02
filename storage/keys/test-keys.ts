import { createPublicKey, type KeyObject, randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import {
  buildCertificate,
  type CertificateName,
  type CertificateTemplate,
} from '#archive-schema/evidence/certificate.ts'
import { certificatePem } from '#archive-schema/evidence/read-certificate.ts'
import type { Signer } from '#archive-schema/evidence/signer.ts'
import type { Trust } from '#archive-schema/evidence/trust.ts'
import { type FolderContent, makeFolderOnce } from './folder-once.ts'
import { readCertificateFile, readKeyFile, readKeyText } from './key-files.ts'
import { type KeyKind, makeKeyPair } from './key-kinds.ts'
import { keySigner, keySigning } from './key-signer.ts'

/** Keys as they lie in a data folder. */
export type LoadedKeys = {
  readonly signer: Signer
  /** PEM of the root authority. */
  readonly rootPem: string
}

/** An authority for each family of keys: a chain of SM2 certificates holds no others. */
type Family = { readonly authority: string; readonly authorityKey: KeyKind; readonly label: string }
const generic: Family = { authority: 'test-authority', authorityKey: 'ecdsa-p256', label: 'TEST' }
const sm2: Family = { authority: 'test-authority-sm2', authorityKey: 'sm2', label: 'TEST SM2' }
const familyOf = (kind: KeyKind) => (kind === 'sm2' ? sm2 : generic)

const signerFolder = (kind: KeyKind | '') => `test-package-signer-${kind}`
// So long that drills with a fixed clock find the certificates valid; a test authority protects nothing.
const validity = { notBefore: new Date('2000-01-01T00:00:00Z'), notAfter: new Date('2049-12-31T23:59:59Z') }

/**
 * Keys for trying the product out: a test root, an issuing authority and a package signer, named TEST 测试 in every
 * certificate. Made in `keysFolder` when first asked for, loaded ever after; several processes may ask at once.
 * The private keys are plain PKCS#8 (0600): a passphrase beside them would protect nothing. Throws `SIGNER_UNFIT`.
 */
export async function testKeys(keysFolder: string, kind: KeyKind): Promise<LoadedKeys> {
  const family = familyOf(kind)
  const authority = join(keysFolder, family.authority)
  await makeFolderOnce(authority, () => makeAuthority(family))
  return loadSigner(authority, join(keysFolder, signerFolder(kind)), {
    ...{ family, kind },
    ...({ title: 'package signer', role: 'signer' } as const),
  })
}

/** The same for the built-in time-stamp authority, under the same test root. Throws `SIGNER_UNFIT`. */
export async function testTimeAuthority(keysFolder: string): Promise<LoadedKeys> {
  const authority = join(keysFolder, generic.authority)
  await makeFolderOnce(authority, () => makeAuthority(generic))
  return loadSigner(authority, join(keysFolder, 'test-time-authority'), {
    ...{ family: generic, kind: generic.authorityKey },
    ...({ title: 'time-stamp authority', role: 'time-stamps' } as const),
  })
}

/** Who is certified by a test authority. */
type TestRole = {
  readonly family: Family
  readonly kind: KeyKind
  readonly title: string
  readonly role: CertificateTemplate['role']
}

async function loadSigner(authority: string, folder: string, role: TestRole): Promise<LoadedKeys> {
  await makeFolderOnce(folder, () => makeSigner(authority, role))
  const privateKey = await readKeyFile(join(folder, 'signer.key'))
  const certificates = [join(folder, 'signer.pem'), join(authority, 'issuing.pem')]
  const ders = await Promise.all(certificates.map(async (path) => (await readCertificateFile(path)).der))
  const root = join(authority, 'root.pem')
  await readCertificateFile(root)
  return { signer: keySigner(privateKey, ders), rootPem: await readKeyText(root) }
}

/** SHA-256 of the signers of every kind that was ever in use here: records sealed by them must go on verifying. */
export async function testSigners(keysFolder: string): Promise<Trust['signers']> {
  const folders = (await readdir(keysFolder)).filter((name) => name.startsWith(signerFolder(''))).sort()
  const signers = folders.map((name) => readCertificateFile(join(keysFolder, name, 'signer.pem')))
  return (await Promise.all(signers)).map(({ sha256 }) => sha256)
}

/** The root's key signs one certificate and is then forgotten. */
async function makeAuthority(family: Family): Promise<FolderContent> {
  const root = await makeKeyPair(family.authorityKey)
  const issuing = await makeKeyPair(family.authorityKey)
  const self = { issuer: named(family, 'root CA'), issuerKey: root.publicKey, signingKey: root.privateKey }
  const rootDer = await certify({ ...self, subject: self.issuer, key: root.publicKey, role: { authorityAbove: 1 } })
  const subject = named(family, 'issuing CA')
  const issuingDer = await certify({ ...self, subject, key: issuing.publicKey, role: { authorityAbove: 0 } })
  return new Map([
    ['root.pem', certificatePem(rootDer)],
    ['issuing.pem', certificatePem(issuingDer)],
    ['issuing.key', privatePem(issuing.privateKey)],
  ])
}

async function makeSigner(authority: string, { family, kind, title, role }: TestRole): Promise<FolderContent> {
  const { publicKey, privateKey } = await makeKeyPair(kind)
  const signingKey = await readKeyFile(join(authority, 'issuing.key'))
  const der = await certify({
    subject: named(family, title),
    key: publicKey,
    issuer: named(family, 'issuing CA'),
    issuerKey: createPublicKey(signingKey),
    signingKey,
    role,
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

function named({ label }: Family, role: string): CertificateName {
  return { country: 'CN', organization: 'Guidang TEST 测试', commonName: `Guidang ${label} ${role} 测试` }
}

function publicDer(key: KeyObject): Uint8Array {
  return key.export({ type: 'spki', format: 'der' })
}

function privatePem(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString()
}
