import { type Attempt, attempt } from '#archive-schema/attempt.ts'
import type { ContentFormat } from '#archive-schema/formats/content-format.ts'
import type { SignatureVerdict } from '#archive-schema/signatures/verdict.ts'
import type { PackageFile } from '#storage/packages/package-reader.ts'
import { defaultContentLimits } from '../examination/content-limits.ts'
import { ContentWindow } from '../examination/content-window.ts'
import { examineOfdArchive, type OfdFindings } from '../examination/ofd-archive/examine-ofd-archive.ts'
import type { PageFacts } from '../examination/pages/page-facts.ts'
import { readPageFacts } from '../examination/pages/read-page-facts.ts'
import { signedFormats, verifyContentSignatures } from '../examination/signatures/verify-content-signatures.ts'
import type { InspectionSubject } from './inspection-subject.ts'
import type { MeasuredPackage } from './measure-package.ts'

/** What was found in the content files, by their paths in the package. */
export type ContentFindings = {
  /** What the examination of each content file came to. */
  readonly formats: ReadonlyMap<string, Attempt<ContentFormat>>
  /** Pages and pictures of each file that is whole. */
  readonly pages: ReadonlyMap<string, Attempt<PageFacts>>
  /** What in each OFD the rules of OFD-A do not allow. */
  readonly ofdFindings: ReadonlyMap<string, Attempt<OfdFindings>>
  /** The signatures inside each file in which they are looked for. */
  readonly signatures: ReadonlyMap<string, Attempt<readonly SignatureVerdict[]>>
}

/** What is known of the content files before they are looked into; pictures inside a PDF are looked at in scans only. */
export type ContentContext = {
  readonly subject: Pick<InspectionSubject, 'examine' | 'signatureAnchors'>
  readonly measured: MeasuredPackage
  readonly scans: ReadonlySet<string>
}

/**
 * Looks into one file after the other, each through one window, so that a small one is read once for all. What is no whole
 * file of its format is not looked into further: other items say what it is.
 */
export async function findInContent(files: readonly PackageFile[], context: ContentContext): Promise<ContentFindings> {
  const formats = new Map<string, Attempt<ContentFormat>>()
  const pages = new Map<string, Attempt<PageFacts>>()
  const ofdFindings = new Map<string, Attempt<OfdFindings>>()
  const signatures = new Map<string, Attempt<readonly SignatureVerdict[]>>()
  const { subject, measured, scans } = context
  for (const { path, reader: bytes } of files) {
    const reader = new ContentWindow(bytes)
    const examined = await attempt(() => subject.examine(path, reader, measured.files.get(path)))
    formats.set(path, examined)
    if ('refusal' in examined) continue
    const file = { file: path, reader, format: examined.value.id, wantPictures: scans.has(path) }
    pages.set(path, await attempt(() => readPageFacts(file, defaultContentLimits)))
    if (file.format === 'ofd')
      ofdFindings.set(path, await attempt(() => examineOfdArchive(path, reader, defaultContentLimits)))
    if (!signedFormats.includes(file.format)) continue
    const verify = () => verifyContentSignatures(file, defaultContentLimits, subject.signatureAnchors)
    signatures.set(path, await attempt(verify))
  }
  return { formats, pages, ofdFindings, signatures }
}
