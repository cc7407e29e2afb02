import { findScopeEntry } from '#archive-schema/scope/find-scope-entry.ts'
import { scopeTableId } from '#archive-schema/scope/scope-table.ts'
import { scopeTablesOf } from '#storage/catalogue/scope-tables.ts'
import type { CaseInProgress } from '../case-in-progress.ts'
import type { RestoreTools, Stage } from '../stage.ts'
import { arrangeCase } from './arrange-case.ts'

/** 整理: orders, names and classes the case under the approved scope table in force. */
export const arrangementStage: Stage<'arrangement'> = {
  name: 'arrangement',
  lane: 'clerk',
  onRefusal: 'refuse',
  async run(progress, tools) {
    const tables = await tablesOf(progress, tools)
    arrangeCase(progress.handover.caseFile, progress.handover.files, tables)
    return async () => ({ tables: tables.map(scopeTableId) })
  },
  async restore(progress, arrangement, tools) {
    const { caseFile, files } = progress.handover
    // Whatever has been approved since: the case stays under the tables that were known when it was arranged.
    const known = (await tablesOf(progress, tools)).filter((table) => arrangement.tables.includes(scopeTableId(table)))
    return {
      ...progress,
      results: { ...progress.results, arrangement },
      arranged: arrangeCase(caseFile, files, known),
      scopeEntry: findScopeEntry(known, caseFile).entry,
    }
  },
}

function tablesOf({ handover }: CaseInProgress, { catalogue }: RestoreTools) {
  return scopeTablesOf(catalogue.pool, handover.caseFile.unit.creditCode)
}
