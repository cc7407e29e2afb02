import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { CaseFile } from '#archive-schema/case-file/case-file.ts'
import { localDate } from '#archive-schema/case-file/instant.ts'
import type { FaultCode } from '#archive-schema/fault-texts.ts'
import { isApproved, type ScopeTable, type ScopeTableEdition } from './scope-table.ts'

/**
 * The table that rules a case: the newest approved one of its body that is in force on the day of 办结. The one that the
 * case names by version and approval number must be approved and in force on that day too.
 *
 * Throws `SCOPE_TABLE_DRAFT`, `SCOPE_TABLE_NOT_EFFECTIVE`, `SCOPE_TABLE_EXPIRED` for a named table that is a draft, not yet
 * or no longer in force, and `SCOPE_TABLE_MISSING` where there is none of that name.
 */
export function tableInForce(tables: readonly ScopeTableEdition[], caseFile: CaseFile): ScopeTable {
  const day = localDate(caseFile.case.finishedAt)
  const editions = tables.filter(({ creditCode }) => creditCode === caseFile.unit.creditCode)
  const inForce = editions
    .filter(isApproved)
    .filter((table) => validity(table, day) === 'in force')
    .toSorted((one, other) => compare(rank(one), rank(other)))
  const named = namedTable(editions, caseFile, refusal(caseFile, day, inForce.length > 0))
  return inForce.at(-1) ?? named
}

type Refusal = (code: FaultCode) => ArchiveError

function namedTable(
  editions: readonly ScopeTableEdition[],
  { item, case: handling }: CaseFile,
  as: Refusal,
): ScopeTable {
  const { version, approvalNumber } = item.scopeTable
  const named = editions.find((table) => table.version === version)
  if (named === undefined) throw as('SCOPE_TABLE_MISSING')
  if (!isApproved(named)) throw as('SCOPE_TABLE_DRAFT')
  if (named.approvalNumber !== approvalNumber) throw as('SCOPE_TABLE_MISSING')
  const when = validity(named, localDate(handling.finishedAt))
  if (when === 'not yet') throw as('SCOPE_TABLE_NOT_EFFECTIVE')
  if (when === 'no longer') throw as('SCOPE_TABLE_EXPIRED')
  return named
}

/** What a refusal says: the table that the case names, or just the body where none of it is in force. */
function refusal({ unit, item }: CaseFile, day: string, someInForce: boolean): Refusal {
  const body = `${unit.name} ${unit.creditCode}`
  const named = `${body}（${item.scopeTable.version}，${item.scopeTable.approvalNumber}）`
  return (code) => {
    const found = code === 'SCOPE_TABLE_MISSING' && !someInForce ? body : named
    return new ArchiveError({ code, field: 'item.scopeTable', found, expected: day })
  }
}

/** Days in ISO form sort as text. Both the first and the last day count. */
function validity({ effectiveFrom, effectiveTo }: ScopeTable, day: string): 'not yet' | 'in force' | 'no longer' {
  if (day < effectiveFrom) return 'not yet'
  return effectiveTo !== undefined && day > effectiveTo ? 'no longer' : 'in force'
}

/** Later in force is newer; of two on one day, the one approved later. */
function rank(table: ScopeTable): string {
  return `${table.effectiveFrom} ${table.approvedOn} ${table.version}`
}

function compare(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}
