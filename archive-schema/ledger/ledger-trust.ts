import { Buffer } from 'node:buffer'
import { demandOfEvidence } from '#archive-schema/evidence/demand.ts'
import type { DigestAlgorithm } from '#archive-schema/evidence/digest.ts'
import { type LedgerKey, type LedgerTreeTrust, originOf } from './checkpoint.ts'
import { ed25519Verifier, sm2Verifier, spkiOfEd25519 } from './note-key.ts'
import { isKeyName } from './signed-note.ts'

/** 账本的信任锚: whose ledger a verifier believes. */
export type LedgerTrust = {
  /** 账本标识, a schema-less URL such as `archive.example/ledger`. */
  readonly origin: string
  /** PEM (SubjectPublicKeyInfo) of the Ed25519 key. */
  readonly ed25519Pem: string
  /** The same of the SM2 key; absent while the ledger has none. */
  readonly sm2Pem?: string
  /** Entries of the first checkpoint that the SM2 key signs: a ledger may have begun without. Absent: the first of all. */
  readonly sm2From?: number
}

/** Names of the files of a trust folder that speak of the ledger. */
export const ledgerTrustFileNames = {
  origin: 'origin',
  ed25519: 'log.pub',
  sm2: 'log-sm2.pub',
  sm2From: 'log-sm2.from',
} as const

const spkiForms = {
  ed25519: { prefix: spkiOfEd25519, keyBytes: 32 },
  sm2: { prefix: Buffer.from('3059301306072a8648ce3d020106082a811ccf5501822d034200', 'hex'), keyBytes: 65 },
} as const

/** What is believed of the tree with this hash. Throws `EVIDENCE_INVALID` for keys that cannot be used. */
export function treeTrust(trust: LedgerTrust, algorithm: DigestAlgorithm): LedgerTreeTrust {
  const { origin, ed25519Pem, sm2Pem, sm2From = 0 } = trust
  const name = originOf(origin, algorithm)
  const keys: LedgerKey[] = [{ from: 0, verifier: ed25519Verifier(name, readPublicPem('ed25519', ed25519Pem)) }]
  if (sm2Pem !== undefined) keys.push({ from: sm2From, verifier: sm2Verifier(name, readPublicPem('sm2', sm2Pem)) })
  return { origin: name, algorithm, keys }
}

/** The raw public key in a PEM that holds this key, in the one way of writing it, and nothing else. Throws `EVIDENCE_INVALID`. */
export function readPublicPem(kind: keyof typeof spkiForms, pem: string): Buffer {
  const { prefix, keyBytes } = spkiForms[kind]
  const [, body = ''] = /^-----BEGIN PUBLIC KEY-----\n([0-9A-Za-z+/=\n]+)\n-----END PUBLIC KEY-----\n$/.exec(pem) ?? []
  const der = Buffer.from(body, 'base64')
  const isForm = der.length === prefix.length + keyBytes && der.subarray(0, prefix.length).equals(prefix)
  const file = ledgerTrustFileNames[kind]
  demandOfEvidence(isForm && writePublicPem(der) === pem, file, `it is not one ${kind} key in PEM and nothing else`)
  return der.subarray(prefix.length)
}

/** PEM of a SubjectPublicKeyInfo. */
export function writePublicPem(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN PUBLIC KEY-----\n${lines.join('\n')}\n-----END PUBLIC KEY-----\n`
}

/** The files of a trust folder that speak of the ledger. */
export function formatLedgerTrust(trust: LedgerTrust): ReadonlyMap<string, Uint8Array> {
  const { origin, ed25519Pem, sm2Pem, sm2From } = trust
  return new Map([
    [ledgerTrustFileNames.origin, Buffer.from(`${origin}\n`)],
    [ledgerTrustFileNames.ed25519, Buffer.from(ed25519Pem)],
    ...(sm2Pem === undefined ? [] : ([[ledgerTrustFileNames.sm2, Buffer.from(sm2Pem)]] as const)),
    ...(sm2From === undefined ? [] : ([[ledgerTrustFileNames.sm2From, Buffer.from(`${sm2From}\n`)]] as const)),
  ])
}

/** Reads the files of a trust folder that speak of the ledger; `undefined` where none does. Throws `EVIDENCE_INVALID`. */
export function parseLedgerTrust(files: ReadonlyMap<string, Uint8Array>): LedgerTrust | undefined {
  const textOf = (name: string) => {
    const bytes = files.get(name)
    return bytes === undefined ? undefined : Buffer.from(bytes).toString('utf8')
  }
  const [line, ed25519Pem, sm2Pem, from] = Object.values(ledgerTrustFileNames).map(textOf)
  if ([line, ed25519Pem, sm2Pem, from].every((text) => text === undefined)) return undefined
  const { origin: originFile, ed25519: keyFile, sm2From: fromFile } = ledgerTrustFileNames
  const origin = line?.endsWith('\n') === true ? line.slice(0, -1) : ''
  demandOfEvidence(isKeyName(origin), originFile, 'it is not one line that names the ledger')
  demandOfEvidence(ed25519Pem !== undefined, keyFile, 'it is not in the trust folder')
  const isForm = from === undefined || (sm2Pem !== undefined && /^[1-9][0-9]{0,14}\n$/.test(from))
  demandOfEvidence(isForm, fromFile, 'it is not one line with the size from which the SM2 key signs')
  const trust = {
    ...{ origin, ed25519Pem },
    ...(sm2Pem === undefined ? {} : { sm2Pem }),
    ...(from === undefined ? {} : { sm2From: Number(from) }),
  }
  treeTrust(trust, 'sha256')
  return trust
}
