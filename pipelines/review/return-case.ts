import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { returnReasons } from '#archive-schema/case-review/return-fault-texts.ts'
import { type CaseDecision, insertCaseDecision } from '#storage/catalogue/case-decisions.ts'
import { deleteWaitingCase } from '#storage/catalogue/case-moves.ts'
import { freeNumbers } from '#storage/catalogue/free-numbers.ts'
import { isRegistered } from '#storage/catalogue/records.ts'
import { insertRefusal } from '#storage/catalogue/refusals.ts'
import type { ReviewTools } from './review-tools.ts'
import { notWaiting, placeOf, type WaitingCase } from './waiting-case.ts'

/** A decision that returns a case. */
type Return = CaseDecision & { readonly reason: (typeof returnReasons)[number] }

/**
 * 退回: the case is refused as a stage would refuse it: nothing is kept but the refusal and the decision, its number and its
 * identity are free again. Throws `REVIEW_REGISTERED`, `REVIEW_NOT_WAITING`.
 */
export async function returnCase(waiting: WaitingCase, decision: Return, tools: ReviewTools): Promise<void> {
  const { id: caseId, folder, systemCode, serialNumber, revision, faults, waitsAt: stage } = waiting
  await tools.catalogue.transact(async (transaction) => {
    if (await isRegistered(transaction, caseId)) throw new ArchiveError({ code: 'REVIEW_REGISTERED', found: caseId })
    if (!(await deleteWaitingCase(transaction, placeOf(waiting)))) throw notWaiting(caseId)
    await insertCaseDecision(transaction, decision)
    await insertRefusal(transaction, {
      caseId,
      folder,
      identity: { systemCode, serialNumber, revision },
      stage,
      faults: [{ code: decision.reason, found: decision.remark }, ...faults],
      refusedAt: decision.decidedAt,
    })
    await freeNumbers(transaction, caseId)
  })
  await tools.staging.drop(caseId)
}
