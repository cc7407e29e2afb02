import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { Signer } from '#archive-schema/evidence/signer.ts'
import { ChainStatus } from './chain-status.ts'
import { readCertificateFile, readKeyText } from './key-files.ts'
import type { KeyReference } from './key-reference.ts'
import { knownSigners, rememberSigner } from './known-signers.ts'
import { openSigningKey } from './open-signing-key.ts'
import { RevocationFile } from './revocation-file.ts'
import { demandFitness, fitSigner } from './signer-fitness.ts'
import { signerUnfit } from './signer-unfit.ts'
import type { SignerFamily, UsableSigner } from './usable-signer.ts'

/** A signing key as it is configured. */
export type ConfiguredKey = {
  readonly reference: KeyReference
  /** From the environment; a passphrase file goes before it. */
  readonly passphrase: string | undefined
}

/**
 * Opens a configured package signer of a family of keys and tests that it is fit. One that is not says why and signs
 * nothing, so that what is archived can still be read. Throws `SIGNER_UNFIT` without a root, under which nothing verifies.
 */
export async function configuredSigner(
  key: ConfiguredKey,
  family: SignerFamily,
  keysFolder: string,
  now: Date,
): Promise<UsableSigner> {
  const rootPem = await readRoot(key.reference)
  const signer = await openFit(key, family, rootPem, now).catch((error) => unfitSigner(family, error))
  if (signer.unfit === undefined) await rememberSigner(keysFolder, signer, rootPem)
  return { signer, rootPem, signers: await knownSigners(keysFolder, rootPem) }
}

async function openFit(
  { reference, passphrase }: ConfiguredKey,
  family: SignerFamily,
  rootPem: string,
  now: Date,
): Promise<Signer> {
  const { signing, certificates } = await openSigningKey(reference, passphrase)
  const isSm2 = signing.algorithm === 'sm2-sm3'
  if (isSm2 !== (family === 'sm2')) throw signerUnfit(`the key is for ${signing.algorithm}`)
  const revocation = reference.crl === undefined ? undefined : new RevocationFile(reference.crl)
  const status = reference.ocsp === undefined ? undefined : new ChainStatus(reference.ocsp)
  const tested = { signer: { ...signing, certificates }, rootPem, revocation, status }
  await demandFitness(tested, now)
  return fitSigner(tested)
}

function unfitSigner(family: SignerFamily, error: unknown): Signer {
  if (!(error instanceof ArchiveError)) throw error
  const algorithm = family === 'sm2' ? 'sm2-sm3' : 'ecdsa-p256-sha256'
  return { algorithm, certificates: [], unfit: error, sign: () => Promise.reject(error) }
}

async function readRoot({ root }: KeyReference): Promise<string> {
  await readCertificateFile(root)
  return readKeyText(root)
}
