import { refuse } from '#archive-schema/archive-error.ts'
import type { CaseFile } from '#archive-schema/case-file/case-file.ts'
import { type ListedFile, listedFiles } from '#archive-schema/case-file/listed-files.ts'
import type { Fault } from '#archive-schema/fault.ts'
import type { CaptureLimits } from './capture-limits.ts'
import type { SourceEntry } from './case-source.ts'
import { caseJsonName } from './read-case-json.ts'

/**
 * Compares what is listed with what is there, before a byte is read: links and special files, names that are the same but
 * for their Unicode form, missing files, sizes, limits, and unlisted files. Throws all faults together.
 */
export function checkListing(caseFile: CaseFile, entries: readonly SourceEntry[], limits: CaptureLimits): void {
  const listed = listedFiles(caseFile)
  const present = new Map(entries.map((entry) => [entry.path.normalize('NFC'), entry]))
  const expected = new Set([caseJsonName, ...listed.map(({ file }) => file.path)])
  refuse([
    ...entries.filter(({ kind }) => kind !== 'file').map(({ path }): Fault => ({ code: 'PATHS_LINK', file: path })),
    ...spellingFaults(entries, present),
    ...listed.flatMap((entry) => presenceFaults(entry, present.get(entry.file.path))),
    ...limitFaults(listed, limits),
    ...entries.filter(({ path }) => !expected.has(path.normalize('NFC'))).map(unlisted),
  ])
}

function spellingFaults(entries: readonly SourceEntry[], present: ReadonlyMap<string, SourceEntry>): Fault[] {
  return entries.flatMap((entry): Fault[] => {
    const other = present.get(entry.path.normalize('NFC'))
    if (other === undefined || other === entry) return []
    return [{ code: 'PATHS_COLLISION', file: entry.path, found: other.path }]
  })
}

function presenceFaults({ file, field }: ListedFile, found: SourceEntry | undefined): Fault[] {
  if (found === undefined) return [{ code: 'FILES_MISSING', file: file.path, field }]
  if (found.bytes === 0) return [{ code: 'FORMATS_EMPTY', file: file.path, field }]
  if (found.bytes === file.bytes || found.kind !== 'file') return []
  return [
    { code: 'FIXITY_SIZE_DIFFERS', file: file.path, field, expected: String(file.bytes), found: String(found.bytes) },
  ]
}

function unlisted({ path }: SourceEntry): Fault {
  return { code: 'FILES_UNLISTED', file: path }
}

function limitFaults(listed: readonly ListedFile[], limits: CaptureLimits): Fault[] {
  const total = listed.reduce((sum, { file }) => sum + file.bytes, 0)
  const tooMany = listed.length > limits.files
  return [
    ...(tooMany ? [{ code: 'LIMITS_COUNT', found: `${listed.length}`, expected: `${limits.files}` } as const] : []),
    ...listed
      .filter(({ file }) => file.bytes > limits.fileBytes)
      .map(({ file, field }) => tooLarge(file.path, field, file.bytes, limits.fileBytes)),
    ...(total > limits.caseBytes ? [tooLarge('files/', 'materials', total, limits.caseBytes)] : []),
  ]
}

function tooLarge(file: string, field: string, bytes: number, limit: number): Fault {
  return { code: 'LIMITS_SIZE', file, field, found: `${bytes} B`, expected: `${limit} B` }
}
