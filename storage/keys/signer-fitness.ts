import { randomBytes } from 'node:crypto'
import { verifyChain } from '#archive-schema/evidence/certificate-chain.ts'
import { reasonOf } from '#archive-schema/evidence/demand.ts'
import { type Certificate, readCertificate, readPemCertificate } from '#archive-schema/evidence/read-certificate.ts'
import { demandSealingRole } from '#archive-schema/evidence/sealing-role.ts'
import type { Signer } from '#archive-schema/evidence/signer.ts'
import { verifyNotRevoked } from '#archive-schema/evidence/verify-revocation.ts'
import { isSignedBy } from '#archive-schema/evidence/verify-signature-value.ts'
import { algorithmOfSigner } from './algorithm-of-signer.ts'
import type { ChainStatus } from './chain-status.ts'
import type { RevocationFile } from './revocation-file.ts'
import { signerUnfit } from './signer-unfit.ts'

/** A signer, up to which root its certificates lead, and where revoked ones are listed, if anywhere. */
export type SignerUnderTest = {
  readonly signer: Signer
  readonly rootPem: string
  readonly revocation?: Pick<RevocationFile, 'lists'> | undefined
  /** Who is asked whether the certificates are revoked, if anybody. */
  readonly status?: ChainStatus | undefined
}

/**
 * A signer is fit if its certificate is of its key, is made for signing and no authority's, and if it and its issuers are
 * valid and not revoked `now` up to the root. Something is signed to see it. Throws `SIGNER_UNFIT`; the same may be fit
 * later, so jobs try again.
 */
export async function demandFitness(tested: SignerUnderTest, now: Date): Promise<void> {
  try {
    const certificates = tested.signer.certificates.map(readCertificate)
    await demandValidity(tested, certificates, now)
    await demandOwnKey(tested.signer, certificates)
  } catch (cause) {
    throw signerUnfit(reasonOf(cause), cause)
  }
}

/** The signer, which signs nothing while its certificates are not valid or revoked by the clock of this machine. */
export function fitSigner(tested: SignerUnderTest): Signer {
  const { signer } = tested
  const certificates = signer.certificates.map(readCertificate)
  return {
    ...signer,
    async sign(tbs) {
      await demandValidity(tested, certificates, new Date())
      return signer.sign(tbs)
    },
  }
}

async function demandValidity(
  { rootPem, revocation, status }: SignerUnderTest,
  certificates: readonly Certificate[],
  now: Date,
): Promise<void> {
  const root = readPemCertificate(rootPem)
  verifyChain(certificates, root, now)
  for (const own of certificates.slice(0, 1)) demandSealingRole(own)
  if (revocation !== undefined) await verifyNotRevoked(certificates, root, await revocation.lists(), now)
  if (status === undefined) return
  if (status.needsLists && revocation === undefined)
    throw signerUnfit('ocsp leaves certificates to crl, which is not given')
  await status.demandGood(certificates, root, now)
}

async function demandOwnKey(signer: Signer, certificates: readonly Certificate[]): Promise<void> {
  const [own] = certificates
  const algorithm = algorithmOfSigner(certificates)
  const probe = randomBytes(32)
  const isOwn = own !== undefined && algorithm === signer.algorithm
  if (!isOwn || !isSignedBy(algorithm, own.publicKey, probe, await signer.sign(probe))) {
    throw new Error('the certificate is of another key')
  }
}
