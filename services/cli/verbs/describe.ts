import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { DescriptionRequest } from '#archive-schema/description/revise-description.ts'
import { currentDescription } from '#pipelines/redescription/current-description.ts'
import { redescribe } from '#pipelines/redescription/redescribe.ts'
import { requireRecord } from '../../access/require-record.ts'
import { showDescription } from '../../access/show-description.ts'
import { readAssignments } from '../assignments.ts'
import { descriptionLines } from '../description-lines.ts'
import { print, printJson } from '../output.ts'
import { withArchive } from '../with-archive.ts'

type DescribeOptions = {
  readonly set: readonly string[]
  readonly clear: readonly string[]
  readonly by: string
  readonly reason: string
  readonly ifVersion?: number
  readonly json?: boolean
}

/** Corrects the description of a record: a new version beside the sealed package. Without `ifVersion`, of the newest. */
export async function describe(number: string, options: DescribeOptions): Promise<void> {
  const set = requestedValues(options)
  await withArchive(async (archive) => {
    const { catalogue, profile } = archive
    const record = await requireRecord(catalogue, number)
    const { version } = await currentDescription(catalogue.pool, profile, record)
    await redescribe(archive, record, options.ifVersion ?? version, { set, by: options.by, reason: options.reason })
    const shown = showDescription(profile, await currentDescription(catalogue.pool, profile, record))
    if (options.json === true) return printJson({ number: record.number, ...shown })
    return print([record.number, ...descriptionLines(shown)].join('\n'))
  })
}

/** `ELEMENT=VALUE`, once for each value of a repeatable element; an element to clear has no value. */
function requestedValues({ set, clear }: DescribeOptions): DescriptionRequest['set'] {
  const given = readAssignments('--set', set)
  const values = Map.groupBy(given, ({ name }) => name)
  const doubled = clear.find((name) => values.has(name))
  if (doubled !== undefined) {
    throw new ArchiveError({ code: 'REQUEST_INVALID', field: '--clear', found: `${doubled}: --set names it too` })
  }
  return Object.fromEntries([
    ...[...values].map(([name, all]) => [
      name,
      all.length === 1 ? (all[0]?.value ?? '') : all.map(({ value }) => value),
    ]),
    ...clear.map((name) => [name, null]),
  ])
}
