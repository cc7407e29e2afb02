import type { Fault } from '#archive-schema/fault.ts'
import { type CaseAct, caseTransitions } from './case-transitions.ts'
import { rows, type Sql, type SqlRunner, sql } from './sql.ts'

/** A case after its last completed stage. What happens to it next is written only while it still stands there. */
export type CasePlace = { readonly id: string; readonly stage: string }

/** A case that waits for a person, since when: it may have gone on, and wait again for something else. */
export type WaitingPlace = CasePlace & { readonly since: Date }

/**
 * The case has completed another stage; with `archive` the last one, the one good end.
 * Resolves to false, and changes nothing, when it does not stand at `place` any more. Else it is locked until the
 * transaction ends. So do all others here.
 */
export function setCaseStage(
  runner: SqlRunner,
  place: CasePlace,
  stage: string,
  act: 'advance' | 'archive',
  at: Date,
): Promise<boolean> {
  return changesOne(runner, advanceStatement(place, stage, act, at))
}

/** The statement of `setCaseStage`; it returns the case if it stood at `place`. */
export function advanceStatement(place: CasePlace, stage: string, act: 'advance' | 'archive', at: Date): Sql {
  return sql`update case_file set stage = ${stage}, state = ${caseTransitions[act].to}, changed_at = ${at}
             where ${standsAt(place, act)} returning id`
}

/** The case if it stands at `place`, locked until the transaction ends. */
export function standingCase(place: CasePlace): Sql {
  return sql`select id from case_file where ${standsAt(place, 'advance')} for update`
}

/** The case waits for a person. */
export function setCaseReview(
  runner: SqlRunner,
  place: CasePlace,
  [fault, ...further]: readonly [Fault, ...Fault[]],
  at: Date,
): Promise<boolean> {
  return changesOne(
    runner,
    sql`update case_file set state = ${caseTransitions.wait.to}, fault = ${JSON.stringify(fault)},
          further_faults = ${JSON.stringify(further)}, changed_at = ${at}
        where ${standsAt(place, 'wait')} returning id`,
  )
}

/** Forgets a case that is refused; what its stages decided goes with it. */
export function deleteCase(runner: SqlRunner, place: CasePlace): Promise<boolean> {
  return changesOne(runner, sql`delete from case_file where ${standsAt(place, 'refuse')} returning id`)
}

/** A case that waited goes on: the stage at which it waited is done again. */
export function resumeCase(runner: SqlRunner, place: WaitingPlace, act: 'retry' | 'clear', at: Date): Promise<boolean> {
  return changesOne(
    runner,
    sql`update case_file set state = ${caseTransitions[act].to}, fault = null, further_faults = null, changed_at = ${at}
        where ${waitsAt(place, act)} returning id`,
  )
}

/** Forgets a case that a person refuses. It must not be registered: PostgreSQL refuses that. */
export function deleteWaitingCase(runner: SqlRunner, place: WaitingPlace): Promise<boolean> {
  return changesOne(runner, sql`delete from case_file where ${waitsAt(place, 'return')} returning id`)
}

function standsAt({ id, stage }: CasePlace, act: CaseAct): Sql {
  return sql`id = ${id} and stage = ${stage} and state = ${caseTransitions[act].from}`
}

function waitsAt(place: WaitingPlace, act: CaseAct): Sql {
  return sql`${standsAt(place, act)} and changed_at = ${place.since}`
}

async function changesOne(runner: SqlRunner, statement: Sql): Promise<boolean> {
  return (await rows(runner, statement)).length === 1
}
