import { ArchiveError, refuse } from '#archive-schema/archive-error.ts'
import type { CaseFile } from '#archive-schema/case-file/case-file.ts'
import type { Fault } from '#archive-schema/fault.ts'
import { materialFaults } from './material-faults.ts'
import { paperFaults } from './paper-faults.ts'
import { type ScopeEntry, type ScopeTable, type ScopeTableEdition, scopeTableId } from './scope-table.ts'
import { tableInForce } from './table-in-force.ts'

/** The table that was in force for a case, and its entry for the item of the case. */
export type ScopeFinding = { readonly table: ScopeTable; readonly entry: ScopeEntry }

/**
 * 归档范围 of a case: the entry for its item, in the table of its body that rules it (`tableInForce`). `tables` may hold drafts
 * and tables of other bodies.
 *
 * Throws the refusals of `tableInForce`; `SCOPE_ITEM_UNKNOWN` (item or its version not in the table); and together
 * `SCOPE_RETENTION` (the case says another period than the table), `SCOPE_UNIT_DIFFERS` (another 全宗号 or 行政区划, which
 * would give the record the number of another body, or another 接收档案馆), `SCOPE_ARCHIVES_MISSING`, `IDENTIFIERS_ITEM_CODE` (the base code is not that of the item), and
 * the faults of `materialFaults` and `paperFaults`.
 */
export function findScopeEntry(tables: readonly ScopeTableEdition[], caseFile: CaseFile): ScopeFinding {
  const table = tableInForce(tables, caseFile)
  const entry = entryOf(table, caseFile)
  refuse([
    ...retentionFaults(entry, caseFile),
    ...unitFaults(table, caseFile),
    ...archivesFaults(table, caseFile),
    ...baseCodeFaults(entry, caseFile),
    ...materialFaults(table, entry, caseFile),
    ...paperFaults(entry, caseFile),
  ])
  return { table, entry }
}

function entryOf(table: ScopeTable, { item }: CaseFile): ScopeEntry {
  const entries = table.entries.filter(({ itemCode }) => itemCode === item.code)
  const entry = entries.find(({ itemVersions }) => itemVersions.includes(item.version))
  if (entry !== undefined) return entry
  const field = entries.length === 0 ? 'item.code' : 'item.version'
  const found = `${item.code}（${item.name}，${item.version}）`
  throw new ArchiveError({ code: 'SCOPE_ITEM_UNKNOWN', field, found, expected: scopeTableId(table) })
}

function retentionFaults(entry: ScopeEntry, { item }: CaseFile): Fault[] {
  if (item.retention === entry.retention) return []
  return [{ code: 'SCOPE_RETENTION', field: 'item.retention', found: item.retention, expected: entry.retention }]
}

function unitFaults(table: ScopeTable, { unit }: CaseFile): Fault[] {
  return (['fondsCode', 'regionCode'] as const)
    .filter((name) => unit[name] !== table[name])
    .map((name) => ({ code: 'SCOPE_UNIT_DIFFERS', field: `unit.${name}`, found: unit[name], expected: table[name] }))
}

/** A table that names the archives to which its records go lets no case in that names none, or another. */
function archivesFaults({ archivesCode: code, archivesName: name }: ScopeTable, { unit }: CaseFile): Fault[] {
  if (code === undefined || name === undefined) return []
  if (unit.archives === undefined) {
    return [{ code: 'SCOPE_ARCHIVES_MISSING', field: 'unit.archives', expected: `${code} ${name}` }]
  }
  const [found, expected] = [`${unit.archives.code} ${unit.archives.name}`, `${code} ${name}`]
  return found === expected ? [] : [{ code: 'SCOPE_UNIT_DIFFERS', field: 'unit.archives', found, expected }]
}

function baseCodeFaults(entry: ScopeEntry, { item }: CaseFile): Fault[] {
  if (item.baseCode === entry.baseCode) return []
  return [{ code: 'IDENTIFIERS_ITEM_CODE', field: 'item.baseCode', found: item.baseCode, expected: entry.baseCode }]
}
