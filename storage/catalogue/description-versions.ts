import type { Description, DescriptionChange, DescriptionVersion } from '#archive-schema/description/description.ts'
import { rows, type SqlRunner, sql } from './sql.ts'

/**
 * Adds a version to the description of a record. Resolves to false, and changes nothing, when there is one of that number
 * already: somebody else was first.
 */
export async function insertDescriptionVersion(
  runner: SqlRunner,
  number: string,
  { version, description, changes, by, reason, at }: DescriptionVersion,
): Promise<boolean> {
  const inserted = await rows(
    runner,
    sql`insert into description_version (number, version, description, changes, changed_by, reason, changed_at)
        values (${number}, ${version}, ${JSON.stringify(description)}, ${JSON.stringify(changes)}, ${by}, ${reason}, ${at})
        on conflict (number, version) do nothing returning version`,
  )
  return inserted.length === 1
}

/** Every version of the description of a record after the sealed one, oldest first. */
export async function descriptionVersions(runner: SqlRunner, number: string): Promise<DescriptionVersion[]> {
  const found = await rows<VersionColumns>(
    runner,
    sql`select * from description_version where number = ${number} order by version`,
  )
  return found.map((row) => ({
    version: row.version,
    description: row.description,
    changes: row.changes,
    by: row.changed_by,
    reason: row.reason,
    at: row.changed_at,
  }))
}

type VersionColumns = {
  version: number
  description: Description
  changes: DescriptionChange[]
  changed_by: string
  reason: string
  changed_at: Date
}
