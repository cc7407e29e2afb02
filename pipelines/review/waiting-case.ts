import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { WaitingPlace } from '#storage/catalogue/case-moves.ts'
import { type CaseRow, findCase } from '#storage/catalogue/cases.ts'
import type { SqlRunner } from '#storage/catalogue/sql.ts'
import type { PipelineStageName } from '../stage.ts'
import { stageAfter } from '../stages.ts'

/** 待人工的办件: a case that a stage has given to a person. */
export type WaitingCase = CaseRow & {
  /** The stage at which it waits. */
  readonly waitsAt: PipelineStageName
}

/** The waiting case of this id. Throws `CASE_NOT_FOUND`, `REVIEW_NOT_WAITING`. */
export async function requireWaiting(runner: SqlRunner, caseId: string): Promise<WaitingCase> {
  const found = await findCase(runner, caseId)
  if (found === undefined) throw new ArchiveError({ code: 'CASE_NOT_FOUND', found: caseId })
  if (found.state !== 'review') throw notWaiting(caseId)
  return toWaiting(found)
}

/** A case in review, with the stage at which it waits. */
export function toWaiting(found: CaseRow): WaitingCase {
  const waitsAt = stageAfter(found.stage)
  if (waitsAt === undefined) throw new Error(`case ${found.id} waits after its last stage`)
  return { ...found, waitsAt }
}

/** Where it waits, and since when: what somebody else decides in the meantime is seen by that. */
export function placeOf({ id, stage, changedAt }: WaitingCase): WaitingPlace {
  return { id, stage, since: changedAt }
}

export function notWaiting(caseId: string): ArchiveError {
  return new ArchiveError({ code: 'REVIEW_NOT_WAITING', found: caseId })
}
