import type { Fault } from '#archive-schema/fault.ts'
import { bindingCases } from '#archive-schema/joint-case/bound-child.ts'
import { readHandover } from '#storage/catalogue/cases.ts'
import type { SqlRunner } from '#storage/catalogue/sql.ts'
import { findChildren } from './find-children.ts'
import { pendingFaults } from './pending-faults.ts'

/** The children that a case binds and that are not archived yet, each with the reason. */
export async function pendingChildrenOf(runner: SqlRunner, caseId: string): Promise<readonly Fault[]> {
  const handover = await readHandover(runner, caseId)
  return pendingFaults(await findChildren(runner, bindingCases(handover?.caseFile.related)))
}
