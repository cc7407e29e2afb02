import type { fileVocabularies } from '#archive-schema/metadata/file-vocabularies.ts'
import type { ElementGroup, ValuesOf } from '#archive-schema/metadata/vocabulary.ts'
import type { MetadataFileKey, Profile } from '#archive-schema/profiles/profile.ts'
import { readXml } from '#archive-schema/xml/read-xml.ts'
import { writeXml } from '#archive-schema/xml/write-xml.ts'

/** What one metadata file of a package says, by meaning. */
export type FileValues<Key extends MetadataFileKey> = ValuesOf<(typeof fileVocabularies)[Key]>

/** Writes one metadata file as the profile names it. The same values give the same bytes. */
export function writeMetadataFile<Key extends MetadataFileKey>(
  profile: Profile,
  key: Key,
  values: FileValues<Key>,
): Uint8Array {
  return writeXml(profile.titleAttribute, profile.files[key], values as ElementGroup)
}

/** Reads one metadata file of a package; undoes `writeMetadataFile`. Throws `PACKAGE_INVALID`. */
export function readMetadataFile<Key extends MetadataFileKey>(
  profile: Profile,
  key: Key,
  bytes: Uint8Array,
): FileValues<Key> {
  // A profile is held against the vocabularies when it is read, so its tables give values of these kinds only.
  return readXml(profile.titleAttribute, profile.files[key], bytes) as FileValues<Key>
}
