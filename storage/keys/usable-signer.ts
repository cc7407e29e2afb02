import type { Signer } from '#archive-schema/evidence/signer.ts'

/** Signers for generic tools, and those by SM2. */
export type SignerFamily = 'generic' | 'sm2'

/** A signer that is fit, its root, and the SHA-256 of every signer under that root that this data folder has had. */
export type UsableSigner = { readonly signer: Signer; readonly rootPem: string; readonly signers: readonly string[] }
