import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { Digests } from '#archive-schema/fixity.ts'
import { signDetached } from './cms.ts'
import { demandOfSignature, reasonOf } from './demand.ts'
import { digestHex } from './digest.ts'
import type { Evidence } from './evidence.ts'
import { buildManifest, formatManifest, type PackageFile } from './manifest.ts'
import type { Signer } from './signer.ts'
import { formatStatement, type LedgerState, parseStatement } from './statement.ts'
import type { Trust } from './trust.ts'
import { type VerifiedSignature, verifyDetached, verifySm2Detached } from './verify-cms.ts'

/** What one version of a package is. `files` is what was read back from the store, not what was sent to it. */
export type SealedContent = {
  /** 电子文件号 */
  readonly id: string
  /** From 1. */
  readonly version: number
  /** Digests of the statement of the version before, `undefined` for version 1. */
  readonly previous: Digests | undefined
  readonly files: readonly PackageFile[]
  /** Newest published checkpoint of the ledger. */
  readonly since: LedgerState
  /** Claimed time of sealing; fractions of a second are dropped. */
  readonly sealedAt: Date
}

/** The evidence before anybody has signed. */
export type UnsignedEvidence = Omit<Evidence, 'signature' | 'signatureSm2'>

/** 生成校验信息: manifests and statement of one package, the same bytes for the same input. Throws `EVIDENCE_INVALID`. */
export function buildEvidence(content: SealedContent): UnsignedEvidence {
  const manifestSha256 = formatManifest(buildManifest('sha256', content.files))
  const manifestSm3 = formatManifest(buildManifest('sm3', content.files))
  const statement = formatStatement({
    id: content.id,
    version: content.version,
    previous: content.previous,
    files: content.files.length,
    bytes: content.files.reduce((sum, file) => sum + file.fixity.bytes, 0),
    manifests: { sha256: digestHex('sha256', manifestSha256), sm3: digestHex('sm3', manifestSm3) },
    since: content.since,
    sealedAt: new Date(Math.floor(content.sealedAt.getTime() / 1000) * 1000),
  })
  return { manifestSha256, manifestSm3, statement }
}

/** 归档信息包签名者: who signs packages, and what a stranger needs to believe them. */
export type PackageSigners = {
  readonly signer: Signer
  /** 国密 signer; absent: packages have no SM2 signature. */
  readonly sm2Signer?: Signer
  readonly trust: Trust
}

/** Signs the statement of a package by everybody who signs packages. Throws `SIGNER_UNFIT` as `sealStatement`. */
export async function signEvidence(unsigned: UnsignedEvidence, signers: PackageSigners): Promise<Evidence> {
  const { signer, sm2Signer, trust } = signers
  const signature = await sealStatement(unsigned.statement, signer, trust)
  if (sm2Signer === undefined) return { ...unsigned, signature }
  return { ...unsigned, signature, signatureSm2: await sealStatement(unsigned.statement, sm2Signer, trust) }
}

/**
 * Signs a statement (`statement.p7s`, `statement-sm2.p7s`). The signature counts only after it has been verified as a
 * stranger verifies it, against `trust` at the time of sealing. Throws `SIGNER_UNFIT`, which a job tries again: the case
 * waits for a fit signer.
 */
export async function sealStatement(statement: Uint8Array, signer: Signer, trust: Trust): Promise<Uint8Array> {
  if (signer.unfit !== undefined) throw signer.unfit
  const { sealedAt } = parseStatement(statement)
  try {
    const signature = await signDetached(statement, sealedAt, signer)
    const verify = signer.algorithm === 'sm2-sm3' ? verifySm2Sealing : verifySealing
    verify(signature, statement, trust)
    return signature
  } catch (cause) {
    throw new ArchiveError({ code: 'SIGNER_UNFIT', found: reasonOf(cause) }, { cause, permanent: false })
  }
}

/**
 * Verifies the signature of a statement at the time of sealing, which it must name and which is the signer's claim, and at an
 * instant that does not depend on him: that of a time stamp, or the present. Throws `SIGNATURE_INVALID`.
 */
export function verifySealing(
  signature: Uint8Array,
  statement: Uint8Array,
  trust: Trust,
  independentAt?: Date,
): VerifiedSignature {
  return verifyAtSealing(verifyDetached, signature, statement, trust, independentAt)
}

/** The same for the SM2 signature. */
export function verifySm2Sealing(
  signature: Uint8Array,
  statement: Uint8Array,
  trust: Trust,
  independentAt?: Date,
): VerifiedSignature {
  return verifyAtSealing(verifySm2Detached, signature, statement, trust, independentAt)
}

function verifyAtSealing(
  verify: typeof verifyDetached,
  signature: Uint8Array,
  statement: Uint8Array,
  trust: Trust,
  independentAt: Date | undefined,
): VerifiedSignature {
  const { sealedAt } = parseStatement(statement)
  const verified = verify(signature, statement, trust, sealedAt)
  const isSameTime = verified.signingTime.getTime() === sealedAt.getTime()
  demandOfSignature(isSameTime, 'the signing time is not the time of sealing in the statement')
  return independentAt === undefined ? verified : verify(signature, statement, trust, independentAt)
}
