import { type Attempt, attempt, demandValue } from '#archive-schema/attempt.ts'
import type { DocumentMetadata, RecordMetadata } from '#archive-schema/metadata/record-metadata.ts'
import { contentPath } from '#archive-schema/package/content-path.ts'
import { openPackage, type PackageContent, type PackageFile } from '#storage/packages/package-reader.ts'
import { type ContentFindings, findInContent } from './content-findings.ts'
import type { InspectionSubject } from './inspection-subject.ts'
import { type MeasuredPackage, measurePackage } from './measure-package.ts'
import { type MetadataSide, metadataSide } from './metadata-sides.ts'
import { type PackagedMetadata, readPackagedMetadata } from './packaged-metadata.ts'

/** What the checks look at: the subject, and what was read from its package, once for all of them. */
export type InspectionView = ContentFindings & {
  readonly subject: InspectionSubject
  readonly opened: Attempt<PackageContent>
  readonly measured: MeasuredPackage
  readonly packaged: PackagedMetadata
  /** The metadata of the database and those of the package. */
  readonly sides: Attempt<readonly [described: MetadataSide, packaged: MetadataSide]>
}

/** Reads the package: one pass over all bytes, then its metadata files and what tells the formats of the content files. */
export async function openView(subject: InspectionSubject): Promise<InspectionView> {
  const opened = await attempt(() => openPackage(subject.container, `${subject.number}.zip`))
  const measured = await measurePackage(subject.container, 'value' in opened ? opened.value.entries : [])
  const packaged = await readPackagedMetadata(subject.metadataProfile, opened)
  const sides = await attempt(() => bothSides(subject, demandValue(packaged.metadata)))
  const files = 'value' in opened ? contentFilesOf({ subject, opened }) : []
  const content = await findInContent(files, { subject, measured, scans: scanPaths(subject) })
  return { subject, opened, measured, packaged, sides, ...content }
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

/** Where the database says that scans lie. */
function scanPaths(subject: InspectionSubject): ReadonlySet<string> {
  const scanned = subject.described.documents.filter(({ digitisation }) => digitisation !== undefined)
  return new Set(scanned.map((document) => documentPath({ subject }, document)))
}

function bothSides({ metadataProfile, described }: InspectionSubject, packaged: RecordMetadata) {
  return [
    metadataSide('数据库', metadataProfile, described),
    metadataSide('信息包', metadataProfile, packaged),
  ] as const
}
