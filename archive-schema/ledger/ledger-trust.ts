import { Buffer } from 'node:buffer'
import { demandOfEvidence } from '#archive-schema/evidence/demand.ts'
import type { DigestAlgorithm } from '#archive-schema/evidence/digest.ts'
import { type LedgerTreeTrust, originOf } from './checkpoint.ts'
import { ed25519Verifier, type NoteVerifier, sm2Verifier, spkiOfEd25519 } from './note-key.ts'
import { isKeyName } from './signed-note.ts'

/** 账本的信任锚: whose ledger a verifier believes. */
export type LedgerTrust = {
  /** 账本标识, a schema-less URL such as `archive.example/ledger`. */
  readonly origin: string
  /** PEM (SubjectPublicKeyInfo) of the Ed25519 key. */
  readonly ed25519Pem: string
  /** The same of the SM2 key; absent while the ledger has none. */
  readonly sm2Pem?: string
}

/** Names of the files of a trust folder that speak of the ledger. */
export const ledgerTrustFileNames = { origin: 'origin', ed25519: 'log.pub', sm2: 'log-sm2.pub' } as const

const spkiForms = {
  ed25519: { prefix: spkiOfEd25519, keyBytes: 32 },
  sm2: { prefix: Buffer.from('3059301306072a8648ce3d020106082a811ccf5501822d034200', 'hex'), keyBytes: 65 },
} as const

/** What is believed of the tree with this hash. Throws `EVIDENCE_INVALID` for keys that cannot be used. */
export function treeTrust({ origin, ed25519Pem, sm2Pem }: LedgerTrust, algorithm: DigestAlgorithm): LedgerTreeTrust {
  const name = originOf(origin, algorithm)
  const keys: NoteVerifier[] = [ed25519Verifier(name, readPublicPem('ed25519', ed25519Pem))]
  if (sm2Pem !== undefined) keys.push(sm2Verifier(name, readPublicPem('sm2', sm2Pem)))
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
export function formatLedgerTrust({ origin, ed25519Pem, sm2Pem }: LedgerTrust): ReadonlyMap<string, Uint8Array> {
  return new Map([
    [ledgerTrustFileNames.origin, Buffer.from(`${origin}\n`)],
    [ledgerTrustFileNames.ed25519, Buffer.from(ed25519Pem)],
    ...(sm2Pem === undefined ? [] : ([[ledgerTrustFileNames.sm2, Buffer.from(sm2Pem)]] as const)),
  ])
}

/** Reads the files of a trust folder that speak of the ledger; `undefined` where none does. Throws `EVIDENCE_INVALID`. */
export function parseLedgerTrust(files: ReadonlyMap<string, Uint8Array>): LedgerTrust | undefined {
  const textOf = (name: string) => {
    const bytes = files.get(name)
    return bytes === undefined ? undefined : Buffer.from(bytes).toString('utf8')
  }
  const [line, ed25519Pem, sm2Pem] = Object.values(ledgerTrustFileNames).map(textOf)
  if (line === undefined && ed25519Pem === undefined && sm2Pem === undefined) return undefined
  const { origin: originFile, ed25519: keyFile } = ledgerTrustFileNames
  const origin = line?.endsWith('\n') === true ? line.slice(0, -1) : ''
  demandOfEvidence(isKeyName(origin), originFile, 'it is not one line that names the ledger')
  demandOfEvidence(ed25519Pem !== undefined, keyFile, 'it is not in the trust folder')
  const trust = { origin, ed25519Pem, ...(sm2Pem === undefined ? {} : { sm2Pem }) }
  treeTrust(trust, 'sha256')
  return trust
}
