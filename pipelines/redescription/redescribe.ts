import { ArchiveError } from '#archive-schema/archive-error.ts'
import { canonicalDigest } from '#archive-schema/canonical-digest.ts'
import type { DescriptionVersion } from '#archive-schema/description/description.ts'
import { type DescriptionRequest, reviseDescription } from '#archive-schema/description/revise-description.ts'
import { insertDescriptionVersion } from '#storage/catalogue/description-versions.ts'
import type { RecordEntry } from '#storage/catalogue/records.ts'
import { replaceMetadataEntry } from '#storage/catalogue/search.ts'
import { type Act, enterAct } from '../business/enter-act.ts'
import { metadataEntry } from '../metadata-entry.ts'
import type { PipelineTools } from '../pipeline-tools.ts'
import { currentDescription } from './current-description.ts'

/** What a correction works with. */
export type RedescriptionTools = Pick<PipelineTools, 'catalogue' | 'profile' | 'now'>

/**
 * 著录更改: adds a version to the description of a record, from which it is shown and found from now on; the sealed package
 * stays as it is. `expected` is the version that the person saw. Resolves to the new version's number.
 * Throws `DESCRIPTION_CHANGED` when it is not the newest any more, and as `reviseDescription`.
 */
export function redescribe(
  { catalogue, profile, now }: RedescriptionTools,
  record: RecordEntry,
  expected: number,
  request: DescriptionRequest,
): Promise<number> {
  return catalogue.transact(async (transaction) => {
    const current = await currentDescription(transaction, profile, record)
    if (current.version !== expected) throw changed(expected, current.version)
    const revised = reviseDescription(profile, current.description, request)
    const version = { ...revised, version: expected + 1, by: request.by, reason: request.reason, at: now() }
    if (!(await insertDescriptionVersion(transaction, record.number, version))) throw changed(expected, version.version)
    await enterAct(transaction, redescriptionAct(record.number, version))
    await replaceMetadataEntry(transaction, record.number, metadataEntry(profile, record, revised.description))
    return version.version
  })
}

function redescriptionAct(number: string, { version, description, changes, by, reason, at }: DescriptionVersion): Act {
  const titles = changes.map(({ title }) => title).join('、')
  return {
    number,
    act: 'redescription',
    actedAt: at,
    description: `第 ${version} 版：${titles}；${reason}`,
    resultSha256: canonicalDigest({ version, description, changes }),
    person: { name: by },
  }
}

function changed(expected: number, found: number): ArchiveError {
  return new ArchiveError({ code: 'DESCRIPTION_CHANGED', expected: String(expected), found: String(found) })
}
