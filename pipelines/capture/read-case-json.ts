import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { CaptureLimits } from './capture-limits.ts'
import type { CaseSource, SourceEntry } from './case-source.ts'

/** Name of the file that describes the case. */
export const caseJsonName = 'case.json'

/** The bytes of `case.json`. Throws `JSON_MISSING`, `PATHS_LINK`, `LIMITS_SIZE`. */
export async function readCaseJson(
  source: CaseSource,
  entries: readonly SourceEntry[],
  limits: CaptureLimits,
): Promise<Uint8Array> {
  const entry = entries.find(({ path }) => path === caseJsonName)
  if (entry === undefined) throw new ArchiveError({ code: 'JSON_MISSING', file: source.name })
  if (entry.kind !== 'file') throw new ArchiveError({ code: 'PATHS_LINK', file: caseJsonName })
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of source.open(caseJsonName)) {
    chunks.push(chunk)
    bytes += chunk.length
    // The size that a ZIP declares is a claim; what comes out of it is counted.
    if (bytes > limits.caseJsonBytes) throw tooLarge(bytes, limits)
  }
  return Buffer.concat(chunks)
}

function tooLarge(bytes: number, limits: CaptureLimits): ArchiveError {
  return new ArchiveError({
    code: 'LIMITS_SIZE',
    file: caseJsonName,
    found: `${bytes} B`,
    expected: `${limits.caseJsonBytes} B`,
  })
}
