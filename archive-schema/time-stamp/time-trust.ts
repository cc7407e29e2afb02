import { Buffer } from 'node:buffer'
import { demandOfEvidence } from '#archive-schema/evidence/demand.ts'
import { readPemCertificate } from '#archive-schema/evidence/read-certificate.ts'
import type { TimeStampTrust } from './verify-token.ts'

/** 时间戳的信任锚: whose time a verifier believes. */
export type TimeTrust = {
  /** PEM of the root authorities, each one certificate. */
  readonly rootPems: readonly string[]
  /** SHA-256 of the DER of each accepted authority's certificate, present and former ones, lower-case hexadecimal. */
  readonly authorities: readonly string[]
}

/** Names of the files of a trust folder that speak of time. */
export const timeTrustFileNames = { timeRoots: 'time-roots.pem', timeAuthorities: 'time-authorities' } as const

const onePem = /-----BEGIN CERTIFICATE-----\n[0-9A-Za-z+/=\n]+-----END CERTIFICATE-----\n/g

/** What tokens are verified against. Throws `SIGNATURE_INVALID`. */
export function timeStampTrust({ rootPems, authorities }: TimeTrust): TimeStampTrust {
  return { roots: rootPems.map(readPemCertificate), authorities }
}

/** The files of a trust folder that speak of time. */
export function formatTimeTrust({ rootPems, authorities }: TimeTrust): ReadonlyMap<string, Uint8Array> {
  return new Map([
    [timeTrustFileNames.timeRoots, Buffer.from(rootPems.join(''))],
    [timeTrustFileNames.timeAuthorities, Buffer.from(authorities.map((pin) => `${pin}\n`).join(''))],
  ])
}

/** Reads them; `undefined` where there is none. Throws `EVIDENCE_INVALID`, `SIGNATURE_INVALID`. */
export function parseTimeTrust(files: ReadonlyMap<string, Uint8Array>): TimeTrust | undefined {
  const { timeRoots, timeAuthorities } = timeTrustFileNames
  const [roots, pins] = [timeRoots, timeAuthorities].map((name) => files.get(name))
  if (roots === undefined && pins === undefined) return undefined
  demandOfEvidence(roots !== undefined, timeRoots, 'it is not in the trust folder')
  demandOfEvidence(pins !== undefined, timeAuthorities, 'it is not in the trust folder')
  const [pem, lines] = [Buffer.from(roots).toString('utf8'), Buffer.from(pins).toString('utf8')]
  const rootPems = pem.match(onePem) ?? []
  demandOfEvidence(rootPems.length > 0 && rootPems.join('') === pem, timeRoots, 'it is not certificates in PEM alone')
  for (const rootPem of rootPems) readPemCertificate(rootPem)
  const isWellFormed = /^(?:[0-9a-f]{64}\n)+$/.test(lines)
  demandOfEvidence(isWellFormed, timeAuthorities, 'it is not one SHA-256 in lower-case hexadecimal a line')
  return { rootPems, authorities: lines.trimEnd().split('\n') }
}
