import type { ArrangedCase, ArrangedFile } from '#archive-schema/arranged-case.ts'
import { measureBytes } from '#archive-schema/evidence/digest.ts'
import type { Fixity } from '#archive-schema/fixity.ts'
import { describedChildren } from '#archive-schema/joint-case/child-package.ts'
import type { DocumentMetadata, RecordMetadata } from '#archive-schema/metadata/record-metadata.ts'
import { decimal, digestGroups, unlessEmpty } from '#archive-schema/metadata/wording.ts'
import type { MetadataFileKey, Profile } from '#archive-schema/profiles/profile.ts'
import { contentPath, folderName } from './content-path.ts'
import { fileSetOf } from './file-set.ts'
import { type FileValues, writeMetadataFile } from './metadata-file.ts'

/** One file of the package: its bytes, or where the captured bytes are. Paths are relative to the root folder. */
export type PackageEntry = MadeEntry | CapturedEntry

/** A metadata file, made for the package. */
export type MadeEntry = { readonly path: string; readonly fixity: Fixity; readonly content: Uint8Array }

/**
 * A content file or the package of a child case, taken over unchanged. `source` is its path in the case folder, or the
 * 电子文件号 of the child.
 */
export type CapturedEntry = { readonly path: string; readonly fixity: Fixity; readonly source: string }

/**
 * 归档信息包的内容和结构 (content and layout of the package): metadata files first, then the content files folder by folder,
 * then the packages of bound children.
 * 校验信息 lists size and digests of every other file. The order of the list is the order in the package.
 */
export function packageEntries(profile: Profile, metadata: RecordMetadata, arranged: ArrangedCase): PackageEntry[] {
  const described = [
    madeEntry(profile, 'explanation', metadata.explanation),
    madeEntry(profile, 'case', { ...metadata.case, fileSet: fileSetOf(profile, metadata.documents) }),
    madeEntry(profile, 'process', { steps: unlessEmpty(metadata.process) }),
    madeEntry(profile, 'materials', materialList(profile, metadata)),
  ]
  const captured = [...arranged.files.map((file) => capturedEntry(profile, file)), ...childEntries(profile, metadata)]
  const checksums = checksumList(profile, metadata, [...described, ...captured])
  return [...described, madeEntry(profile, 'checksums', checksums), ...captured]
}

function madeEntry<Key extends MetadataFileKey>(profile: Profile, key: Key, values: FileValues<Key>): MadeEntry {
  const content = writeMetadataFile(profile, key, values)
  return { path: profile.files[key].name, fixity: measureBytes(content), content }
}

function capturedEntry(profile: Profile, { folder, name, path, fixity }: ArrangedFile): CapturedEntry {
  return { path: contentPath(profile, folder, name), fixity, source: path }
}

function childEntries(profile: Profile, { case: about }: RecordMetadata): CapturedEntry[] {
  return describedChildren(profile, about).flatMap(({ path, electronicRecordCode = '', bytes, digests = [] }) => {
    const [sha256 = '', sm3 = ''] = digests.map(({ value }) => value)
    return path === undefined
      ? []
      : [{ path, fixity: { bytes: Number(bytes), sha256, sm3 }, source: electronicRecordCode }]
  })
}

function materialList(
  profile: Profile,
  { explanation, case: about, documents }: RecordMetadata,
): FileValues<'materials'> {
  const { electronicRecordCode, documentCount, totalBytes } = explanation
  const materials = documents.map((document, i) => listedMaterial(profile, document, i + 1))
  const children = unlessEmpty(describedChildren(profile, about))
  return { electronicRecordCode, documentCount, totalBytes, materials: unlessEmpty(materials), children }
}

function listedMaterial(profile: Profile, document: DocumentMetadata, number: number) {
  const { folder, typeCode, standardName, actualName, bytes, digests } = document
  const path = contentPath(profile, folder, actualName ?? '')
  return { number: decimal(number), folder: folderName(profile, folder), typeCode, standardName, path, bytes, digests }
}

function checksumList(
  profile: Profile,
  { explanation }: RecordMetadata,
  entries: readonly PackageEntry[],
): FileValues<'checksums'> {
  const files = entries.map(({ path, fixity }) => ({
    path,
    bytes: decimal(fixity.bytes),
    digests: digestGroups(profile, fixity),
  }))
  return { electronicRecordCode: explanation.electronicRecordCode, files }
}
