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

/** 现行著录 (the newest description of a record), and how it came about. */
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
  const sealed = sealedDescription(profile, metadata)
  const corrections = await descriptionVersions(runner, number)
  const { version, description } = corrections.at(-1) ?? { version: sealedVersion, description: sealed }
  return { version, description, sealed, corrections }
}
