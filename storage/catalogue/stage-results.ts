import { advanceStatement, type CasePlace } from './case-moves.ts'
import { rows, run, type SqlRunner, sql } from './sql.ts'

/** What one completed stage decided, as JSON; the pipeline knows its form. */
export type StageResultRow = { readonly stage: string; readonly result: unknown; readonly completedAt: Date }

/** Keeps what a stage decided. A result that is there already stays: a stage is decided once. */
export async function insertStageResult(
  runner: SqlRunner,
  caseId: string,
  stage: string,
  result: unknown,
  at: Date,
): Promise<void> {
  await run(
    runner,
    sql`insert into stage_result (case_id, stage, result, completed_at)
        values (${caseId}, ${stage}, ${JSON.stringify(result)}, ${at}) on conflict do nothing`,
  )
}

/**
 * Completes a stage that writes nothing but its result, in one statement. Resolves to false, and changes nothing, when the
 * case does not stand at `place` any more.
 */
export async function completeWithResult(
  runner: SqlRunner,
  place: CasePlace,
  stage: string,
  result: unknown,
  at: Date,
): Promise<boolean> {
  const completed = await rows(
    runner,
    sql`with advanced as (${advanceStatement(place, stage, 'advance', at)})
        insert into stage_result (case_id, stage, result, completed_at)
        select id, ${stage}, ${JSON.stringify(result)}, ${at} from advanced returning case_id`,
  )
  return completed.length === 1
}

/** Everything that the stages of a case have decided, in order of time. */
export async function readStageResults(runner: SqlRunner, caseId: string): Promise<StageResultRow[]> {
  const found = await rows<{ stage: string; result: unknown; completed_at: Date }>(
    runner,
    sql`select stage, result, completed_at from stage_result where case_id = ${caseId} order by completed_at, stage`,
  )
  return found.map(({ stage, result, completed_at }) => ({ stage, result, completedAt: completed_at }))
}
