import { findScopeEntry } from '#archive-schema/scope/find-scope-entry.ts'
import { isApproved, scopeTableId } from '#archive-schema/scope/scope-table.ts'
import type { Stage } from '../stage.ts'
import { arrangeCase } from './arrange-case.ts'

/** 整理: orders, names and classes the case under the approved scope table in force. */
export const arrangementStage: Stage<'arrangement'> = {
  name: 'arrangement',
  lane: () => 'clerk',
  onRefusal: 'refuse',
  async run({ handover: { caseFile, files } }, { scopeTables }) {
    const tables = await scopeTables.ofBody(caseFile.unit.creditCode)
    arrangeCase(caseFile, files, tables)
    return { result: { tables: tables.filter(isApproved).map(scopeTableId) } }
  },
  async restore(progress, arrangement, { scopeTables }) {
    const { caseFile, files } = progress.handover
    // Whatever has been approved since: the case stays under the tables that were known when it was arranged.
    const known = await scopeTables.byIds(arrangement.tables)
    return {
      ...progress,
      results: { ...progress.results, arrangement },
      arranged: arrangeCase(caseFile, files, known),
      scopeEntry: findScopeEntry(known, caseFile).entry,
    }
  },
}
