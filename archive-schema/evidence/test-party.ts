import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { sm2NumberOf } from '#archive-schema/signatures/sm2-key.ts'
import { Sm2SigningKey } from '#archive-schema/signatures/sm2-sign.ts'
import { buildCertificate, type CertificateName, type CertificateTemplate } from './certificate.ts'
import { digestHex } from './digest.ts'
import { certificatePem } from './read-certificate.ts'
import { signatureAlgorithmOf } from './signature-algorithm.ts'
import type { Signer } from './signer.ts'
import type { Trust } from './trust.ts'

/** Somebody with a key and a certificate, for tests only: honest or not. */
export type TestParty = {
  readonly name: CertificateName
  readonly privateKey: KeyObject
  readonly publicKey: Uint8Array
  readonly certificate: Uint8Array
}

/** What a test wants of a party; the rest is ordinary. */
export type PartyWishes = {
  readonly role?: CertificateTemplate['role']
  readonly issuer?: TestParty
  readonly key?: 'p256' | 'p384' | 'rsa-1024' | 'rsa-2048' | 'sm2'
  /** A private key that there is already, which another role has as well. */
  readonly sharedKey?: KeyObject
  readonly notBefore?: Date
  readonly notAfter?: Date
}

/** Makes a party, certified by `issuer` or by itself. */
export async function makeParty(commonName: string, wishes: PartyWishes = {}): Promise<TestParty> {
  const { role = 'signer', issuer, notBefore = new Date('2020-01-01'), notAfter = new Date('2040-01-01') } = wishes
  const pair = wishes.sharedKey === undefined ? makeKeys(wishes.key ?? 'p256') : pairOf(wishes.sharedKey)
  const name = { country: 'CN', organization: '测试', commonName }
  const publicKey = pair.publicKey.export({ type: 'spki', format: 'der' })
  const authority = issuer ?? { name, publicKey, privateKey: pair.privateKey }
  const certificate = await buildCertificate(
    {
      serial: randomBytes(16),
      subject: name,
      subjectKey: publicKey,
      issuer: authority.name,
      issuerKey: authority.publicKey,
      notBefore,
      notAfter,
      role,
    },
    signing(authority.privateKey),
  )
  return { name, privateKey: pair.privateKey, publicKey, certificate }
}

/** The party as a signer who sends the certificates of `issuers` along. */
export function signerOf(party: TestParty, ...issuers: readonly TestParty[]): Signer {
  return { ...signing(party.privateKey), certificates: [party, ...issuers].map(({ certificate }) => certificate) }
}

/** The same trust, and for SM2 that in `sm2Root`, whose signers are pinned beside the others. */
export function withSm2Trust(trust: Trust, sm2Root: TestParty, ...signers: readonly TestParty[]): Trust {
  const { rootPem, signers: more } = trustIn(sm2Root, ...signers)
  return { ...trust, sm2RootPem: rootPem, signers: [...trust.signers, ...more] }
}

/** Trust in `root` and in the certificates of `signers`. */
export function trustIn(root: TestParty, ...signers: readonly TestParty[]): Trust {
  return {
    rootPem: certificatePem(root.certificate),
    signers: signers.map(({ certificate }) => digestHex('sha256', certificate)),
  }
}

function signing(privateKey: KeyObject) {
  const number = sm2NumberOf(privateKey)
  if (number !== undefined) {
    const key = new Sm2SigningKey(number)
    return { algorithm: 'sm2-sm3', sign: async (tbs: Uint8Array) => key.sign(tbs) } as const
  }
  const algorithm = signatureAlgorithmOf(createPublicKey(privateKey)) ?? 'ecdsa-p256-sha256'
  return { algorithm, sign: async (tbs: Uint8Array) => sign('sha256', tbs, privateKey) }
}

function pairOf(privateKey: KeyObject) {
  return { privateKey, publicKey: createPublicKey(privateKey) }
}

function makeKeys(kind: NonNullable<PartyWishes['key']>) {
  switch (kind) {
    case 'p256':
      return generateKeyPairSync('ec', { namedCurve: 'P-256' })
    case 'p384':
      return generateKeyPairSync('ec', { namedCurve: 'P-384' })
    case 'sm2':
      return generateKeyPairSync('ec', { namedCurve: 'SM2' })
    case 'rsa-1024':
      return generateKeyPairSync('rsa', { modulusLength: 1024 })
    case 'rsa-2048':
      return generateKeyPairSync('rsa', { modulusLength: 2048 })
  }
}
