import { readFile } from 'node:fs/promises'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { messageOf } from '#archive-schema/caught-error.ts'
import type { TrustAnchors } from '#archive-schema/signatures/signer-trust.ts'
import { parseTrustAnchors } from '#archive-schema/signatures/trust-anchors.ts'

/** 信任锚 of signers inside content files; without a file there are none. Throws `CONFIGURATION_INVALID`. */
export async function readSignatureAnchors(file: string | undefined): Promise<TrustAnchors> {
  if (file === undefined) return []
  try {
    return parseTrustAnchors(await readFile(file, 'utf8'))
  } catch (error) {
    const found = messageOf(error)
    throw new ArchiveError({ code: 'CONFIGURATION_INVALID', field: 'SIGNATURE_ANCHORS', found }, { cause: error })
  }
}
