import { join } from 'node:path'
import { verifyChain } from '#archive-schema/evidence/certificate-chain.ts'
import { reasonOf } from '#archive-schema/evidence/demand.ts'
import { readCertificate, readPemCertificate } from '#archive-schema/evidence/read-certificate.ts'
import type { PackageSigners } from '#archive-schema/evidence/seal.ts'
import type { SignatureProfile } from '#archive-schema/evidence/signature-profiles.ts'
import type { GenericKeyKind } from './key-kinds.ts'
import { signerUnfit } from './signer-unfit.ts'
import { type LoadedKeys, testKeys, testSigners } from './test-keys.ts'

/** Signers that may be used, and what a verifier needs to believe them. */
export type OpenedSigner = PackageSigners & {
  /** Whether its keys are test keys: reports and pages say so. */
  readonly isTest: boolean
}

/**
 * Opens the package signers of a data folder, one for generic tools and one for SM2, and tests that they are fit. Trust
 * covers every package signer that this data folder has had. Throws `SIGNER_UNFIT`.
 */
export async function openSigner(options: {
  readonly dataDir: string
  readonly algorithm: GenericKeyKind
  /** Absent: the first of SM2. */
  readonly sm2Profile?: SignatureProfile
  readonly now: Date
}): Promise<OpenedSigner> {
  const keysFolder = join(options.dataDir, 'keys')
  const [generic, sm2] = [await testKeys(keysFolder, options.algorithm), await testKeys(keysFolder, 'sm2')]
  const signers = await testSigners(keysFolder)
  for (const keys of [generic, sm2]) demandFitness(keys, signers, options.now)
  const { sm2Profile } = options
  return {
    signer: generic.signer,
    sm2Signer: sm2Profile === undefined ? sm2.signer : { ...sm2.signer, profile: sm2Profile },
    isTest: true,
    trust: { rootPem: generic.rootPem, sm2RootPem: sm2.rootPem, signers },
  }
}

/**
 * A signer is fit if its certificate is of its key, is trusted, is made for signing and no authority's, and if it and its
 * issuers are valid `now` up to the root. Throws `SIGNER_UNFIT`; the same may be fit later, so jobs try again.
 */
function demandFitness({ signer, privateKey, rootPem }: LoadedKeys, signers: readonly string[], now: Date): void {
  try {
    const certificates = signer.certificates.map(readCertificate)
    verifyChain(certificates, readPemCertificate(rootPem), now)
    const [own] = certificates
    if (own?.x509.checkPrivateKey(privateKey) !== true) throw new Error('the certificate is of another key')
    if (!signers.includes(own.sha256)) throw new Error('the certificate is not among the trusted signers')
  } catch (cause) {
    throw signerUnfit(reasonOf(cause), cause)
  }
}
