import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { RecordMetadata } from '#archive-schema/metadata/record-metadata.ts'
import type { MetadataFileKey, Profile } from '#archive-schema/profiles/profile.ts'
import { documentsOf } from './file-set.ts'
import { readMetadataFile } from './metadata-file.ts'

/**
 * The metadata of a package from its metadata files, by path below the root folder. Undoes what `packageEntries` writes.
 * Throws `PACKAGE_INVALID` for files that are missing or cannot be read.
 */
export function readMetadata(profile: Profile, files: ReadonlyMap<string, Uint8Array>): RecordMetadata {
  const { fileSet, ...about } = readMetadataFile(profile, 'case', fileOf(profile, files, 'case'))
  return {
    explanation: readMetadataFile(profile, 'explanation', fileOf(profile, files, 'explanation')),
    case: about,
    process: readMetadataFile(profile, 'process', fileOf(profile, files, 'process')).steps ?? [],
    documents: documentsOf(profile, fileSet),
  }
}

function fileOf(profile: Profile, files: ReadonlyMap<string, Uint8Array>, key: MetadataFileKey): Uint8Array {
  const { name } = profile.files[key]
  const bytes = files.get(name)
  if (bytes === undefined) throw new ArchiveError({ code: 'PACKAGE_INVALID', file: name, found: 'no such file' })
  return bytes
}
