import { refuse } from '#archive-schema/archive-error.ts'
import { readJson } from '#archive-schema/case-file/read-json.ts'
import type { SchemaProblem } from '#archive-schema/case-file/schema-problems.ts'
import type { Fault } from '#archive-schema/fault.ts'
import { canonicalTables, trimmedTexts } from './canonical-tables.ts'
import { withRetentionCodes } from './retention-terms.ts'
import type { ScopeTableEdition } from './scope-table.ts'
import { scopeTableProblems } from './scope-table-problems.ts'

/**
 * Reads scope tables from a JSON file. Throws `SCOPE_TABLE_INVALID` with every fault: form (a missing approval and an
 * unknown retention period are faults of form), and what its parts say against each other. `file` is only named.
 */
export function parseScopeTables(bytes: Uint8Array, file = 'scope-tables.json'): ScopeTableEdition[] {
  const { value, fault } = readJson(bytes)
  if (fault !== undefined) refuse([invalid(file, { field: fault.field ?? '(root)', found: fault.found })])
  const trimmed = withRetentionCodes(trimmedTexts(value))
  refuse(scopeTableProblems(trimmed).map((problem) => invalid(file, problem)))
  return canonicalTables(trimmed)
}

function invalid(file: string, problem: SchemaProblem): Fault {
  return { code: 'SCOPE_TABLE_INVALID', file, ...problem }
}
