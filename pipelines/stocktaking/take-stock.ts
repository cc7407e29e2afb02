import { refuse } from '#archive-schema/archive-error.ts'
import type { ArrangedCase } from '#archive-schema/arranged-case.ts'
import type { MaterialClass } from '#archive-schema/case-file/case-file.ts'
import type { CaseResult } from '#archive-schema/case-file/handling.ts'
import { materialClasses } from '#archive-schema/case-file/material.ts'
import type { Fault } from '#archive-schema/fault.ts'
import { isOnPaperOnly } from '#archive-schema/scope/paper-faults.ts'
import { isRequiredAt, missingByDefault } from '#archive-schema/scope/required-materials.ts'
import { isSameMaterial, type ScopeEntry, type ScopeMaterial } from '#archive-schema/scope/scope-table.ts'

/** Files and bytes of one content folder. */
export type FolderCount = { readonly folder: MaterialClass; readonly files: number; readonly bytes: number }

/** One material as it was counted. */
export type MaterialCount = {
  /** Place in `case.json`, e.g. `materials[3]`; just `materials` where only the scope table names the material. */
  readonly field: string
  readonly name: string
  readonly class: MaterialClass
  readonly code: string
  /** 必要: the scope table asks for it at this end state, or the case itself marks it. */
  readonly required: boolean
  /** Files that are there; 0 for a material that is not present, or archived as paper. */
  readonly files: number
  /** Archived as paper, because a law demands it: there, though without files. */
  readonly onPaper?: true
}

/** 清点记录 (stock count): what the case holds, against what its end state asks for. */
export type StockCount = {
  readonly result: CaseResult
  readonly files: number
  readonly bytes: number
  /** All three folders in package order, empty ones too. */
  readonly folders: readonly FolderCount[]
  /** The materials of the case in their order, then those that only the table names for this end state. */
  readonly materials: readonly MaterialCount[]
}

/**
 * 清点 (GB/T 42727-2023, 6.4): counts files and bytes, and compares the materials with the scope table by standard name.
 * A case may hold more than the table asks for; a material that nobody requires may be absent and is recorded so. Where the
 * table names nothing for the end state, the default set of that end state is required. What a law keeps on paper is there.
 *
 * Throws all faults at once: `COMPLETENESS_REQUIRED` for each 必要 material without content, `COMPLETENESS_UNLISTED`
 * where class or code of a material are not those of the table.
 */
export function takeStock(arranged: ArrangedCase, entry: ScopeEntry): StockCount {
  const { result } = arranged.caseFile.case
  const asked = entry.materials.filter(({ results }) => results.includes(result))
  const materials = countMaterials(arranged, asked)
  refuse([
    ...missingFaults(materials, result),
    ...defaultFaults(materials, entry, result),
    ...classFaults(materials, entry),
  ])
  const folders = materialClasses.map((folder) => countFolder(arranged, folder))
  const files = folders.reduce((sum, folder) => sum + folder.files, 0)
  const bytes = folders.reduce((sum, folder) => sum + folder.bytes, 0)
  return { result, files, bytes, folders, materials }
}

function countMaterials(arranged: ArrangedCase, asked: readonly ScopeMaterial[]): MaterialCount[] {
  const { result } = arranged.caseFile.case
  const there = new Set(arranged.files.map(({ path }) => path))
  const counted = arranged.caseFile.materials.map(({ name, class: folder, code, required, files, paper }, index) => ({
    field: `materials[${index}]`,
    name,
    class: folder,
    code,
    required,
    files: files.filter(({ path }) => there.has(path)).length,
    ...(isOnPaperOnly({ paper, files }) ? { onPaper: true as const } : {}),
  }))
  const unnamed = asked.filter((scope) => !counted.some((material) => isSameMaterial(material.name, scope.name)))
  return [
    ...counted.map((material) => ({ ...material, required: isRequired(material, counted, asked, result) })),
    ...unnamed.map((scope) => unsupplied(scope, result)),
  ]
}

/** A material that only the table names. */
function unsupplied(scope: ScopeMaterial, result: CaseResult): MaterialCount {
  const { name, class: folder, code } = scope
  return { field: 'materials', name, class: folder, code, required: isRequiredAt(scope, result), files: 0 }
}

/** What the table asks for is there once any material of its name has content; what the case marks, each by itself. */
function isRequired(
  material: MaterialCount,
  counted: readonly MaterialCount[],
  asked: readonly ScopeMaterial[],
  result: CaseResult,
): boolean {
  if (material.required) return true
  const alike = counted.filter((other) => isSameMaterial(other.name, material.name))
  const supplied = !isThere(material) && alike.some(isThere)
  return !supplied && asked.some((scope) => isRequiredAt(scope, result) && isSameMaterial(scope.name, material.name))
}

function isThere({ files, onPaper }: MaterialCount): boolean {
  return files > 0 || onPaper === true
}

function missingFaults(materials: readonly MaterialCount[], result: CaseResult): Fault[] {
  return materials
    .filter((material) => material.required && !isThere(material))
    .map(({ field, name }) => ({ code: 'COMPLETENESS_REQUIRED', field, found: name, expected: result }))
}

function defaultFaults(materials: readonly MaterialCount[], entry: ScopeEntry, result: CaseResult): Fault[] {
  const present = materials.filter(isThere)
  return missingByDefault(entry, result, present).map(({ meaning }) => ({
    code: 'COMPLETENESS_REQUIRED',
    field: 'materials',
    found: meaning,
    expected: result,
  }))
}

function classFaults(materials: readonly MaterialCount[], entry: ScopeEntry): Fault[] {
  return materials.flatMap((material): Fault[] => {
    const scopes = entry.materials.filter((scope) => isSameMaterial(scope.name, material.name))
    const agrees = scopes.some((scope) => scope.class === material.class && scope.code === material.code)
    if (scopes.length === 0 || agrees) return []
    const expected = scopes.map((scope) => `${scope.class} ${scope.code}`).join(' | ')
    const found = `${material.name}（${material.class} ${material.code}）`
    return [{ code: 'COMPLETENESS_UNLISTED', field: material.field, found, expected }]
  })
}

function countFolder({ files }: ArrangedCase, folder: MaterialClass): FolderCount {
  const content = files.filter((file) => file.folder === folder)
  return { folder, files: content.length, bytes: content.reduce((sum, { fixity }) => sum + fixity.bytes, 0) }
}
