import { ArchiveError } from '#archive-schema/archive-error.ts'
import { type Attempt, attempt, demandValue } from '#archive-schema/attempt.ts'
import type { RecordMetadata } from '#archive-schema/metadata/record-metadata.ts'
import { type FileValues, readMetadataFile } from '#archive-schema/package/metadata-file.ts'
import { readMetadata } from '#archive-schema/package/read-metadata.ts'
import { type MetadataFileKey, metadataFileKeys, type Profile } from '#archive-schema/profiles/profile.ts'
import { maxXmlBytes } from '#archive-schema/xml/parse-xml.ts'
import type { PackageContent, PackageFile } from '#storage/packages/package-reader.ts'

/** What the package says of itself, file by file: one that cannot be read does not hide the others. */
export type PackagedMetadata = {
  readonly metadata: Attempt<RecordMetadata>
  /** 归档材料目录. */
  readonly materials: Attempt<FileValues<'materials'>>
  /** 校验信息. */
  readonly checksums: Attempt<FileValues<'checksums'>>
}

/** Reads the metadata files out of an opened package. */
export async function readPackagedMetadata(
  profile: Profile,
  opened: Attempt<PackageContent>,
): Promise<PackagedMetadata> {
  const files = await attempt(() => metadataFiles(profile, demandValue(opened)))
  return {
    metadata: await attempt(() => readMetadata(profile, demandValue(files))),
    materials: await attempt(() =>
      readMetadataFile(profile, 'materials', fileOf(profile, demandValue(files), 'materials')),
    ),
    checksums: await attempt(() =>
      readMetadataFile(profile, 'checksums', fileOf(profile, demandValue(files), 'checksums')),
    ),
  }
}

async function metadataFiles(profile: Profile, { entries }: PackageContent): Promise<ReadonlyMap<string, Uint8Array>> {
  const names = new Set(metadataFileKeys.map((key) => profile.files[key].name))
  const files = new Map<string, Uint8Array>()
  for (const entry of entries) if (names.has(entry.path)) files.set(entry.path, await readWhole(entry))
  return files
}

async function readWhole({ path, bytes, reader }: PackageFile): Promise<Uint8Array> {
  if (bytes > maxXmlBytes) throw invalid(path, `${bytes} bytes, more than ${maxXmlBytes}`)
  return reader.read(0, bytes)
}

function fileOf(profile: Profile, files: ReadonlyMap<string, Uint8Array>, key: MetadataFileKey): Uint8Array {
  const { name } = profile.files[key]
  const bytes = files.get(name)
  if (bytes === undefined) throw invalid(name, 'no such file')
  return bytes
}

function invalid(file: string, found: string): ArchiveError {
  return new ArchiveError({ code: 'PACKAGE_INVALID', file, found })
}
