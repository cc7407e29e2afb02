import { refuse } from '#archive-schema/archive-error.ts'
import type { ArrangedCase, ArrangedFile, CapturedFile, ScopeDecision } from '#archive-schema/arranged-case.ts'
import type { CaseFile, Item } from '#archive-schema/case-file/case-file.ts'
import { type ListedFile, listedFiles } from '#archive-schema/case-file/listed-files.ts'
import { materialClasses } from '#archive-schema/case-file/material.ts'
import type { Fault } from '#archive-schema/fault.ts'
import { findScopeEntry, type ScopeFinding } from '#archive-schema/scope/find-scope-entry.ts'
import type { ScopeTableEdition } from '#archive-schema/scope/scope-table.ts'
import { contentName, highestSequence } from './content-name.ts'

type ContentFile = ListedFile & { readonly captured: CapturedFile }

/**
 * 整理 (GB/T 42727-2023, 6.3): classes the case under the approved scope table in force, and gives every content file its
 * folder, its number and its name. Folders follow 申报, 过程, 结果; in a folder the material number decides, then the order
 * in the material. The result depends on nothing but the arguments, and not on the order of `captured`.
 *
 * Throws the faults of `findScopeEntry`; `FILES_MISSING` and `FILES_UNLISTED` where what was captured is not what is
 * listed; `LIMITS_COUNT` where a folder has more files than a four-digit number can count.
 */
export function arrangeCase(
  caseFile: CaseFile,
  captured: readonly CapturedFile[],
  tables: readonly ScopeTableEdition[],
): ArrangedCase {
  const scope = scopeDecision(findScopeEntry(tables, caseFile), caseFile.item)
  const content = contentFiles(inPackageOrder(listedFiles(caseFile)), captured)
  return { caseFile, scope, files: numberedFiles(content) }
}

function scopeDecision({ table, entry }: ScopeFinding, item: Item): ScopeDecision {
  return {
    tableVersion: table.version,
    approvedBy: table.approvedBy,
    approvalNumber: table.approvalNumber,
    effectiveFrom: table.effectiveFrom,
    ...(table.effectiveTo === undefined ? {} : { effectiveTo: table.effectiveTo }),
    itemCode: entry.itemCode,
    itemVersion: item.version,
    retention: entry.retention,
  }
}

/** Every listed file in package order within its class: by material number, then as listed. */
function inPackageOrder(listed: readonly ListedFile[]): ListedFile[] {
  // The sort is stable: files of one number stay as they are listed.
  return listed.toSorted((one, other) => one.material.number - other.material.number)
}

function contentFiles(listed: readonly ListedFile[], captured: readonly CapturedFile[]): ContentFile[] {
  const faults: Fault[] = []
  const unused = new Map(captured.map((file) => [file.path, file]))
  const content = listed.flatMap((entry) => {
    const found = unused.get(entry.file.path)
    unused.delete(entry.file.path)
    if (found !== undefined) return [{ ...entry, captured: found }]
    faults.push({ code: 'FILES_MISSING', file: entry.file.path, field: `${entry.field}.path` })
    return []
  })
  const unlisted = [...unused.keys()].toSorted().map((file): Fault => ({ code: 'FILES_UNLISTED', file }))
  refuse([...faults, ...unlisted])
  return content
}

function numberedFiles(content: readonly ContentFile[]): ArrangedFile[] {
  return materialClasses.flatMap((folder) => {
    const files = content.filter(({ material }) => material.class === folder)
    if (files.length > highestSequence) refuse([tooMany(files.length)])
    return files.map((file, index) => arrangedFile(file, index + 1))
  })
}

function tooMany(files: number): Fault {
  return { code: 'LIMITS_COUNT', found: String(files), expected: String(highestSequence) }
}

function arrangedFile({ material, file: listed, captured }: ContentFile, sequence: number): ArrangedFile {
  const { path, fixity, format } = captured
  const name = contentName(sequence, material.name, format.extension)
  return { path, fixity, format, folder: material.class, sequence, name, material, listed }
}
