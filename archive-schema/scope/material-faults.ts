import type { CaseFile } from '#archive-schema/case-file/case-file.ts'
import type { Fault } from '#archive-schema/fault.ts'
import { isSameMaterial, type ScopeEntry, type ScopeTable } from './scope-table.ts'

/**
 * Materials with content that may not be archived: those that the table excludes (档案法, 第十四条: `SCOPE_MATERIAL_EXCLUDED`),
 * and, where the item takes nothing beyond its scope, those that it does not name (`SCOPE_MATERIAL_UNLISTED`).
 */
export function materialFaults(table: ScopeTable, entry: ScopeEntry, { materials }: CaseFile): Fault[] {
  const isClosed = entry.unlistedMaterials === '不接收'
  return materials.flatMap(({ name, files }, index): Fault[] => {
    if (files.length === 0) return []
    const place = { field: `materials[${index}]`, found: name }
    const excluded = table.excludedMaterials?.find((material) => isSameMaterial(material.name, name))
    if (excluded !== undefined) return [{ code: 'SCOPE_MATERIAL_EXCLUDED', ...place, expected: excluded.reason }]
    if (!isClosed || entry.materials.some((material) => isSameMaterial(material.name, name))) return []
    return [{ code: 'SCOPE_MATERIAL_UNLISTED', ...place, expected: entry.itemName }]
  })
}
