import type { ContentReader } from '#archive-schema/content-reader.ts'
import type { TrustAnchors } from '#archive-schema/signatures/signer-trust.ts'
import type { SignatureVerdict } from '#archive-schema/signatures/verdict.ts'
import type { ContentLimits } from '../content-limits.ts'
import { ContentWindow } from '../content-window.ts'
import { listZip } from '../zip-listing.ts'
import { findPdfSignatures } from './find-pdf-signatures.ts'
import { openSignatures } from './signed-ofd.ts'
import { verifyOfdSignature } from './verify-ofd-signature.ts'
import { verifyPdfSignature } from './verify-pdf-signature.ts'

/** A content file, and what examination found it to be. */
export type ExaminedFile = { readonly file: string; readonly reader: ContentReader; readonly format: string }

/** Formats in which signatures are looked for. */
export const signedFormats: readonly string[] = ['pdf', 'ofd']

/**
 * Every electronic signature, seal and time stamp inside a content file, verified. A file of another format than PDF and OFD
 * has none that is looked for. Throws `ArchiveError` if the file cannot be searched.
 */
export function verifyContentSignatures(
  examined: ExaminedFile,
  limits: ContentLimits,
  anchors: TrustAnchors = [],
): Promise<readonly SignatureVerdict[]> {
  if (examined.format === 'pdf') return verifyInPdf(examined, limits, anchors)
  return examined.format === 'ofd' ? verifyInOfd(examined, limits, anchors) : Promise.resolve([])
}

async function verifyInPdf({ file, reader }: ExaminedFile, limits: ContentLimits, anchors: TrustAnchors) {
  const verdicts: SignatureVerdict[] = []
  for (const dictionary of await findPdfSignatures(file, reader, limits)) {
    verdicts.push(await verifyPdfSignature(reader, dictionary, anchors))
  }
  return verdicts
}

async function verifyInOfd({ file, reader }: ExaminedFile, limits: ContentLimits, anchors: TrustAnchors) {
  const content = new ContentWindow(reader)
  const entries = await listZip(file, content, limits)
  const ofd = await openSignatures({ file, content, limits, entries })
  const verdicts: SignatureVerdict[] = []
  for (const listed of ofd.signatures) verdicts.push(await verifyOfdSignature(ofd, listed, anchors))
  return verdicts
}
