import { ArchiveError } from '#archive-schema/archive-error.ts'
import {
  type Description,
  type DescriptionVersion,
  sealedDescription,
  sealedVersion,
} from '#archive-schema/description/description.ts'
import type { Profile } from '#archive-schema/profiles/profile.ts'
import { descriptionVersions } from '#storage/catalogue/description-versions.ts'
import type { RecordEntry } from '#storage/catalogue/records.ts'
import type { SqlRunner } from '#storage/catalogue/sql.ts'

/** 现行著录 (the description of a record in its newest version), and how it came about. */
export type CurrentDescription = {
  /** 1: as it was sealed. */
  readonly version: number
  readonly description: Description
  /** What was sealed: version 1. */
  readonly sealed: Description
  /** Corrections, oldest first. */
  readonly corrections: readonly DescriptionVersion[]
}

/** Reads the description of a registered record. */
export async function currentDescription(
  runner: SqlRunner,
  profile: Profile,
  { number, metadata }: Pick<RecordEntry, 'number' | 'metadata'>,
): Promise<CurrentDescription> {
  return asOf(sealedDescription(profile, metadata), await descriptionVersions(runner, number))
}

/** The description as it was in an earlier version. Throws `REQUEST_INVALID` when there is no such version. */
export function descriptionAt({ sealed, corrections }: CurrentDescription, version: number): CurrentDescription {
  const found = asOf(sealed, corrections.slice(0, version - sealedVersion))
  if (found.version === version) return found
  throw new ArchiveError({ code: 'REQUEST_INVALID', field: 'version', found: `没有第 ${version} 版 (no such version)` })
}

function asOf(sealed: Description, corrections: readonly DescriptionVersion[]): CurrentDescription {
  const { version, description } = corrections.at(-1) ?? { version: sealedVersion, description: sealed }
  return { version, description, sealed, corrections }
}
