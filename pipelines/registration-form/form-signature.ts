import { ArchiveError } from '#archive-schema/archive-error.ts'
import { signDetached } from '#archive-schema/evidence/cms.ts'
import { reasonOf } from '#archive-schema/evidence/demand.ts'
import { digestHex } from '#archive-schema/evidence/digest.ts'
import { type VerifiedSignature, verifyDetached } from '#archive-schema/evidence/verify-cms.ts'
import type { FormClosing } from '#storage/catalogue/registration-forms.ts'
import type { OpenedSigner } from '#storage/keys/open-signer.ts'

/**
 * Signs the bytes of a closed form (detached CAdES-B), and verifies them as a stranger does before they count.
 * Throws `SIGNER_UNFIT`, which passes.
 */
export async function signContent(content: Uint8Array, at: Date, { signer, trust }: OpenedSigner): Promise<Uint8Array> {
  try {
    const signature = await signDetached(content, at, signer)
    verifyDetached(signature, content, trust, at)
    return signature
  } catch (cause) {
    throw new ArchiveError({ code: 'SIGNER_UNFIT', found: reasonOf(cause) }, { cause, permanent: false })
  }
}

/** Verifies a closed form from its bytes. Throws `SIGNATURE_INVALID`. */
export function verifyClosing(
  { content, sha256, signature, closedAt }: FormClosing,
  { trust }: OpenedSigner,
): VerifiedSignature {
  const bytes = Buffer.from(content)
  if (digestHex('sha256', bytes) !== sha256)
    throw new ArchiveError({ code: 'SIGNATURE_INVALID', found: 'the digest of the form is another' })
  return verifyDetached(signature, bytes, trust, closedAt)
}
