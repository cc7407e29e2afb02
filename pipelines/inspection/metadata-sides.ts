import {
  type ElementTable,
  type ElementText,
  elementTables,
  elementTexts,
} from '#archive-schema/inspection/element-texts.ts'
import type { RecordMetadata } from '#archive-schema/metadata/record-metadata.ts'
import type { Profile } from '#archive-schema/profiles/profile.ts'

/** The metadata of a record as one of two places holds them. */
export type MetadataSide = {
  /** The place, as a report names it. */
  readonly name: '数据库' | '信息包'
  readonly metadata: RecordMetadata
  /** The metadata table by table, and all values in them. */
  readonly tables: readonly ElementTable[]
  readonly texts: readonly ElementText[]
}

/** Walks the metadata once for all checks of elements. */
export function metadataSide(name: MetadataSide['name'], profile: Profile, metadata: RecordMetadata): MetadataSide {
  const tables = elementTables(profile, metadata)
  return { name, metadata, tables, texts: tables.flatMap(elementTexts) }
}
