import { type Attempt, attempt, demandValue } from '#archive-schema/attempt.ts'
import type { ContentFormat } from '#archive-schema/formats/content-format.ts'
import type { DocumentMetadata, RecordMetadata } from '#archive-schema/metadata/record-metadata.ts'
import { contentPath } from '#archive-schema/package/content-path.ts'
import type { SignatureVerdict } from '#archive-schema/signatures/verdict.ts'
import { openPackage, type PackageContent, type PackageFile } from '#storage/packages/package-reader.ts'
import { defaultContentLimits } from '../examination/content-limits.ts'
import { examineOfdArchive, type OfdFindings } from '../examination/ofd-archive/examine-ofd-archive.ts'
import type { PageFacts } from '../examination/pages/page-facts.ts'
import { readPageFacts } from '../examination/pages/read-page-facts.ts'
import { signedFormats, verifyContentSignatures } from '../examination/signatures/verify-content-signatures.ts'
import type { InspectionSubject } from './inspection-subject.ts'
import { type MeasuredPackage, measurePackage } from './measure-package.ts'
import { type MetadataSide, metadataSide } from './metadata-sides.ts'
import { type PackagedMetadata, readPackagedMetadata } from './packaged-metadata.ts'

/** What the checks look at: the subject, and what was read from its package, once for all of them. */
export type InspectionView = {
  readonly subject: InspectionSubject
  readonly opened: Attempt<PackageContent>
  readonly measured: MeasuredPackage
  readonly packaged: PackagedMetadata
  /** The metadata of the database and those of the package. */
  readonly sides: Attempt<readonly [described: MetadataSide, packaged: MetadataSide]>
  /** What the examination of each content file came to, by path in the package. */
  readonly formats: ReadonlyMap<string, Attempt<ContentFormat>>
  /** Pages and pictures of each content file that is whole, by path in the package. */
  readonly pages: ReadonlyMap<string, Attempt<PageFacts>>
  /** What in each OFD the rules of OFD-A do not allow, by path in the package. */
  readonly ofdFindings: ReadonlyMap<string, Attempt<OfdFindings>>
  /** The signatures inside each content file in which they are looked for, by path in the package. */
  readonly signatures: ReadonlyMap<string, Attempt<readonly SignatureVerdict[]>>
}

/** Reads the package: one pass over all bytes, then its metadata files and what tells the formats of the content files. */
export async function openView(subject: InspectionSubject): Promise<InspectionView> {
  const opened = await attempt(() => openPackage(subject.container, `${subject.number}.zip`))
  const measured = await measurePackage(subject.container, 'value' in opened ? opened.value.entries : [])
  const packaged = await readPackagedMetadata(subject.metadataProfile, opened)
  const sides = await attempt(() => bothSides(subject, demandValue(packaged.metadata)))
  const formats: InspectionView['formats'] =
    'value' in opened ? await examineContent({ subject, opened, measured }) : new Map()
  const pages = 'value' in opened ? await readPages({ subject, opened, formats }) : new Map()
  const ofdFindings = 'value' in opened ? await findInOfd({ subject, opened, formats }) : new Map()
  const signatures = 'value' in opened ? await verifySignatures({ subject, opened, formats }) : new Map()
  return { subject, opened, measured, packaged, sides, formats, pages, ofdFindings, signatures }
}

/** The content files of the package: those in the content folders. Throws the refusal of a package that cannot be opened. */
export function contentFilesOf({
  subject,
  opened,
}: Pick<InspectionView, 'subject' | 'opened'>): readonly PackageFile[] {
  const folders = subject.metadataProfile.folders.map(({ name }) => `${name}/`)
  return demandValue(opened).entries.filter(({ path }) => folders.some((folder) => path.startsWith(folder)))
}

/** Sum of the sizes of files. */
export function totalBytes(files: readonly PackageFile[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0)
}

/** 存储位置: where the metadata say that a document lies in the package. */
export function documentPath({ subject }: Pick<InspectionView, 'subject'>, document: DocumentMetadata): string {
  return contentPath(subject.metadataProfile, document.folder, document.actualName ?? '')
}

function bothSides({ metadataProfile, described }: InspectionSubject, packaged: RecordMetadata) {
  return [
    metadataSide('数据库', metadataProfile, described),
    metadataSide('信息包', metadataProfile, packaged),
  ] as const
}

async function examineContent(view: Pick<InspectionView, 'subject' | 'opened' | 'measured'>) {
  const formats = new Map<string, Attempt<ContentFormat>>()
  for (const { path, reader } of contentFilesOf(view)) {
    const measured = view.measured.files.get(path)
    formats.set(path, await attempt(() => view.subject.examine(path, reader, measured)))
  }
  return formats
}

/** Pictures inside a PDF are looked at where the database says that it is a scan. */
async function readPages({ subject, opened, formats }: Pick<InspectionView, 'subject' | 'opened' | 'formats'>) {
  const scanned = new Set(
    subject.described.documents.flatMap((document) =>
      document.digitisation === undefined ? [] : [documentPath({ subject }, document)],
    ),
  )
  const pages = new Map<string, Attempt<PageFacts>>()
  for (const { path, reader } of contentFilesOf({ subject, opened })) {
    const examined = formats.get(path)
    if (examined === undefined || 'refusal' in examined) continue
    const file = { file: path, reader, format: examined.value.id, wantPictures: scanned.has(path) }
    pages.set(path, await attempt(() => readPageFacts(file, defaultContentLimits)))
  }
  return pages
}

async function findInOfd({ subject, opened, formats }: Pick<InspectionView, 'subject' | 'opened' | 'formats'>) {
  const findings = new Map<string, Attempt<OfdFindings>>()
  for (const { path, reader } of contentFilesOf({ subject, opened })) {
    const examined = formats.get(path)
    if (examined === undefined || 'refusal' in examined || examined.value.id !== 'ofd') continue
    findings.set(path, await attempt(() => examineOfdArchive(path, reader, defaultContentLimits)))
  }
  return findings
}

/** What is no whole file of its format has no signatures that could be looked at: other items say what it is. */
async function verifySignatures({ subject, opened, formats }: Pick<InspectionView, 'subject' | 'opened' | 'formats'>) {
  const signatures = new Map<string, Attempt<readonly SignatureVerdict[]>>()
  for (const { path, reader } of contentFilesOf({ subject, opened })) {
    const examined = formats.get(path)
    if (examined === undefined || 'refusal' in examined || !signedFormats.includes(examined.value.id)) continue
    const file = { file: path, reader, format: examined.value.id }
    const verify = () => verifyContentSignatures(file, defaultContentLimits, subject.signatureAnchors)
    signatures.set(path, await attempt(verify))
  }
  return signatures
}
