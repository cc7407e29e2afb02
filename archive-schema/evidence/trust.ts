import { Buffer } from 'node:buffer'
import {
  formatLedgerTrust,
  type LedgerTrust,
  ledgerTrustFileNames,
  parseLedgerTrust,
} from '#archive-schema/ledger/ledger-trust.ts'
import {
  demandOtherKeys,
  formatWitnessTrust,
  parseWitnessTrust,
  type WitnessTrust,
} from '#archive-schema/ledger/witness-trust.ts'
import {
  formatTimeTrust,
  parseTimeTrust,
  type TimeTrust,
  timeTrustFileNames,
} from '#archive-schema/time-stamp/time-trust.ts'
import { demandOfEvidence } from './demand.ts'
import { digestHex, measureBytes } from './digest.ts'
import { buildManifest, formatManifest } from './manifest.ts'
import { readPemCertificate } from './read-certificate.ts'

/** 信任锚 (trust): whom a verifier believes. It must reach the verifier by another way than the record. */
export type Trust = {
  /** PEM of the root authority's certificate. */
  readonly rootPem: string
  /** The same for SM2 signatures; absent: none of them is believed. */
  readonly sm2RootPem?: string
  /** SHA-256 of the DER of each accepted package signer's certificate, lower-case hexadecimal. */
  readonly signers: readonly string[]
  /** Of those that are revoked, the index in the ledger from which what they signed does not count; absent: none is. */
  readonly signerEnds?: ReadonlyMap<string, number>
  /** Absent: no ledger is believed, and what evidence says of one is not looked at. */
  readonly ledger?: LedgerTrust
  /** Absent: nobody need have cosigned a checkpoint. */
  readonly witnesses?: WitnessTrust
  /** Absent: no time stamp is believed. */
  readonly time?: TimeTrust
}

/** Names of the files of a trust folder. */
export const trustFileNames = {
  root: 'root.pem',
  sm2Root: 'root-sm2.pem',
  signers: 'signers',
  ...ledgerTrustFileNames,
  ...timeTrustFileNames,
} as const

/** The files of a trust folder by name. */
export function formatTrust(trust: Trust): ReadonlyMap<string, Uint8Array> {
  return new Map([
    [trustFileNames.root, Buffer.from(trust.rootPem)],
    ...(trust.sm2RootPem === undefined ? [] : [[trustFileNames.sm2Root, Buffer.from(trust.sm2RootPem)] as const]),
    [trustFileNames.signers, Buffer.from(trust.signers.map((signer) => signerLine(signer, trust.signerEnds)).join(''))],
    ...(trust.ledger === undefined ? [] : formatLedgerTrust(trust.ledger)),
    ...(trust.witnesses === undefined ? [] : formatWitnessTrust(trust.witnesses)),
    ...(trust.time === undefined ? [] : formatTimeTrust(trust.time)),
  ])
}

/** Reads the files of a trust folder; files of other names are not looked at. Throws `EVIDENCE_INVALID`, `SIGNATURE_INVALID`. */
export function parseTrust(files: ReadonlyMap<string, Uint8Array>): Trust {
  const rootPem = textOf(files, trustFileNames.root)
  readPemCertificate(rootPem)
  const sm2RootPem = files.has(trustFileNames.sm2Root) ? textOf(files, trustFileNames.sm2Root) : undefined
  if (sm2RootPem !== undefined) readPemCertificate(sm2RootPem)
  const lines = textOf(files, trustFileNames.signers)
  const isWellFormed = /^(?:[0-9a-f]{64}(?: until (?:0|[1-9][0-9]{0,14}))?\n)+$/.test(lines)
  demandOfEvidence(isWellFormed, trustFileNames.signers, 'it is not one SHA-256 in lower-case hexadecimal a line')
  const signers = lines.trimEnd().split('\n')
  const ends = signers.flatMap((line) => {
    const [signer = '', , end] = line.split(' ')
    return end === undefined ? [] : [[signer, Number(end)] as const]
  })
  const digests = signers.map((line) => line.slice(0, 64))
  demandOfEvidence(new Set(digests).size === digests.length, trustFileNames.signers, 'a certificate stands there twice')
  const ledger = parseLedgerTrust(files)
  const witnesses = parseWitnessTrust(files)
  demandOtherKeys(witnesses, ledger)
  const time = parseTimeTrust(files)
  return {
    rootPem,
    ...(sm2RootPem === undefined ? {} : { sm2RootPem }),
    signers: digests,
    ...(ends.length === 0 ? {} : { signerEnds: new Map(ends) }),
    ...(ledger === undefined ? {} : { ledger }),
    ...(witnesses === undefined ? {} : { witnesses }),
    ...(time === undefined ? {} : { time }),
  }
}

function signerLine(signer: string, ends: Trust['signerEnds']): string {
  const end = ends?.get(signer)
  return end === undefined ? `${signer}\n` : `${signer} until ${end}\n`
}

/**
 * One SHA-256 for a whole trust folder, to be compared with a published value: the digest of the folder's files in the form
 * of a manifest, `sha256sum FILES | sha256sum`.
 */
export function trustFingerprint(files: ReadonlyMap<string, Uint8Array>): string {
  const listed = [...files].map(([path, bytes]) => ({ path, fixity: measureBytes(bytes) }))
  return digestHex('sha256', formatManifest(buildManifest('sha256', listed)))
}

function textOf(files: ReadonlyMap<string, Uint8Array>, name: string): string {
  const bytes = files.get(name)
  demandOfEvidence(bytes !== undefined, name, 'it is not in the trust folder')
  return Buffer.from(bytes).toString('utf8')
}
