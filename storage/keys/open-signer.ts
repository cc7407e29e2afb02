import type { KeyObject } from 'node:crypto'
import { join } from 'node:path'
import { verifyChain } from '#archive-schema/evidence/certificate-chain.ts'
import { reasonOf } from '#archive-schema/evidence/demand.ts'
import { readCertificate, readPemCertificate } from '#archive-schema/evidence/read-certificate.ts'
import type { Signer } from '#archive-schema/evidence/signer.ts'
import type { Trust } from '#archive-schema/evidence/trust.ts'
import { signerUnfit } from './signer-unfit.ts'
import { type KeyKind, testKeys } from './test-keys.ts'

/** A signer that may be used, and what a verifier needs to believe it. */
export type OpenedSigner = {
  readonly signer: Signer
  /** Whether its keys are test keys: reports and pages say so. */
  readonly isTest: boolean
  /** Covers every package signer that this data folder has had, not the present one only. */
  readonly trust: Trust
}

/** Opens the package signer of a data folder and tests that it is fit. Throws `SIGNER_UNFIT`. */
export async function openSigner(options: {
  readonly dataDir: string
  readonly algorithm: KeyKind
  readonly now: Date
}): Promise<OpenedSigner> {
  const { privateKey, signer, trust } = await testKeys(join(options.dataDir, 'keys'), options.algorithm)
  demandFitness(signer, privateKey, trust, options.now)
  return { signer, isTest: true, trust }
}

/**
 * A signer is fit if its certificate is of its key, is trusted, is made for signing and no authority's, and if it and its
 * issuers are valid `now` up to the root. Throws `SIGNER_UNFIT`; the same may be fit later, so jobs try again.
 */
export function demandFitness(signer: Signer, privateKey: KeyObject, trust: Trust, now: Date): void {
  try {
    const certificates = signer.certificates.map(readCertificate)
    verifyChain(certificates, readPemCertificate(trust.rootPem), now)
    const [own] = certificates
    if (own?.x509.checkPrivateKey(privateKey) !== true) throw new Error('the certificate is of another key')
    if (!trust.signers.includes(own.sha256)) throw new Error('the certificate is not among the trusted signers')
  } catch (cause) {
    throw signerUnfit(reasonOf(cause), cause)
  }
}
