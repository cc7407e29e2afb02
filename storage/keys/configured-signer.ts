import { readCertificateFile, readKeyText } from './key-files.ts'
import type { KeyReference } from './key-reference.ts'
import { knownSigners } from './known-signers.ts'
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

/** Opens a configured package signer of a family of keys and tests that it is fit. Throws `SIGNER_UNFIT`. */
export async function configuredSigner(
  { reference, passphrase }: ConfiguredKey,
  family: SignerFamily,
  keysFolder: string,
  now: Date,
): Promise<UsableSigner> {
  const { signing, certificates } = await openSigningKey(reference, passphrase)
  const isSm2 = signing.algorithm === 'sm2-sm3'
  if (isSm2 !== (family === 'sm2')) throw signerUnfit(`the key is for ${signing.algorithm}`)
  const rootPem = await readRoot(reference)
  const revocation = reference.crl === undefined ? undefined : new RevocationFile(reference.crl)
  const tested = { signer: { ...signing, certificates }, rootPem, revocation }
  await demandFitness(tested, now)
  return { signer: fitSigner(tested), rootPem, signers: await knownSigners(keysFolder, tested.signer, rootPem) }
}

async function readRoot({ root }: KeyReference): Promise<string> {
  await readCertificateFile(root)
  return readKeyText(root)
}
