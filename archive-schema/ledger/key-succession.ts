import { Buffer } from 'node:buffer'
import { demandOfEvidence, demandOfSignature } from '#archive-schema/evidence/demand.ts'
import { readCertificate } from '#archive-schema/evidence/read-certificate.ts'
import { signatureAlgorithmOf } from '#archive-schema/evidence/signature-algorithm.ts'
import type { Signer } from '#archive-schema/evidence/signer.ts'
import { formatTextTime } from '#archive-schema/evidence/text-time.ts'
import { isSignedBy } from '#archive-schema/evidence/verify-signature-value.ts'
import { demandRebuilt, formatLined, parseLined } from './lined-text.ts'

/** 密钥更替 (one package signer takes over from another), as both of them say where both can. */
export type KeySuccession = {
  /** SHA-256 of the DER of the certificates, lower-case hexadecimal. */
  readonly old: string
  readonly new: string
  /** Size of the ledger when it was said. */
  readonly from: number
  readonly at: Date
  /** Whether the old key has signed as well, or why it could not. */
  readonly oldKey: 'signs' | GoneKey
  /** The new signer's, then the old one's if it signs. */
  readonly signatures: readonly SuccessionSignature[]
}

export const goneKeys = ['lost', 'compromised'] as const
export type GoneKey = (typeof goneKeys)[number]

/** Who has signed: DER of the certificate, and the signature over the text above the lines of signatures. */
export type SuccessionSignature = { readonly certificate: Uint8Array; readonly signature: Uint8Array }

export const successionKind = 'archive-key-succession/1'
const names = ['role', 'old', 'new', 'from', 'at', 'old-key'] as const

/** Bytes of the text of a `key` entry, signed by the new signer and, if there is one, by the old one. Throws `EVIDENCE_INVALID`. */
export async function writeKeySuccession(
  { from, at }: Pick<KeySuccession, 'from' | 'at'>,
  successor: Signer,
  before: Signer | { readonly certificate: string; readonly gone: GoneKey },
): Promise<Uint8Array> {
  const isGone = 'gone' in before
  const said = {
    ...{ from, at, new: digestOfOwn(successor) },
    ...(isGone
      ? { old: before.certificate, oldKey: before.gone }
      : { old: digestOfOwn(before), oldKey: 'signs' as const }),
  }
  const signers = isGone ? [successor] : [successor, before]
  const tbs = formatKeySuccession({ ...said, signatures: [] })
  const signatures = await Promise.all(
    signers.map(async (signer) => ({ certificate: ownOf(signer), signature: await signer.sign(tbs) })),
  )
  const text = formatKeySuccession({ ...said, signatures })
  parseKeySuccession(text)
  return text
}

/** Reads a text if it is exactly what is written, and every signature on it is right. Throws `EVIDENCE_INVALID`, `SIGNATURE_INVALID`. */
export function parseKeySuccession(bytes: Uint8Array): KeySuccession {
  const { fields, lines } = parseLined(successionKind, names, bytes)
  const oldKey = (['signs', ...goneKeys] as const).find((known) => known === fields['old-key'])
  demandOfEvidence(oldKey !== undefined, successionKind, `${fields['old-key']} says nothing of the old key`)
  const at = new Date(fields.at)
  demandOfEvidence(!Number.isNaN(at.getTime()), successionKind, `${fields.at} is no time`)
  const said = { old: fields.old, new: fields.new, from: Number(fields.from), at, oldKey }
  const succession: KeySuccession = { ...said, signatures: lines.map(readSignature) }
  demandRebuilt(successionKind, formatKeySuccession(succession), bytes)
  verifySignatures(succession)
  return succession
}

function formatKeySuccession({ old, new: successor, from, at, oldKey, signatures }: KeySuccession): Uint8Array {
  const isForm = [old, successor].every((one) => /^[0-9a-f]{64}$/.test(one)) && old !== successor
  demandOfEvidence(isForm, successionKind, 'it names no two certificates by their SHA-256')
  demandOfEvidence(Number.isSafeInteger(from) && from >= 0 && from < 1e15, successionKind, `${from} is no size`)
  const fields = { role: 'package-signer', old, new: successor, from: `${from}`, at: formatTextTime(at) }
  const lines = signatures.map(
    ({ certificate, signature }) =>
      `signed ${Buffer.from(certificate).toString('base64')} ${Buffer.from(signature).toString('base64')}`,
  )
  return formatLined(successionKind, { fields: { ...fields, 'old-key': oldKey }, lines })
}

function readSignature(line: string): SuccessionSignature {
  const [, certificate, signature] = /^signed ([0-9A-Za-z+/=]+) ([0-9A-Za-z+/=]+)$/.exec(line) ?? []
  const isForm = certificate !== undefined && signature !== undefined
  demandOfEvidence(isForm, successionKind, 'a line is no signature')
  return { certificate: Buffer.from(certificate, 'base64'), signature: Buffer.from(signature, 'base64') }
}

function verifySignatures(succession: KeySuccession): void {
  const signers = succession.oldKey === 'signs' ? [succession.new, succession.old] : [succession.new]
  const { signatures } = succession
  demandOfSignature(
    signatures.length === signers.length,
    `${signatures.length} keys have signed, not ${signers.length}`,
  )
  const tbs = formatKeySuccession({ ...succession, signatures: [] })
  signatures.forEach(({ certificate, signature }, i) => {
    const { sha256, publicKey, name } = readCertificate(certificate)
    demandOfSignature(sha256 === signers[i], `${name} is not the signer that the text names`)
    const algorithm = signatureAlgorithmOf(publicKey)
    const isRight = algorithm !== undefined && isSignedBy(algorithm, publicKey, tbs, signature)
    demandOfSignature(isRight, `the signature of ${name} is not right`)
  })
}

function digestOfOwn(signer: Signer): string {
  return readCertificate(ownOf(signer)).sha256
}

function ownOf({ certificates: [own], unfit }: Signer): Uint8Array {
  if (unfit !== undefined) throw unfit
  demandOfEvidence(own !== undefined, successionKind, 'a signer has no certificate')
  return own
}
