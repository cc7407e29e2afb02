import { advanceStatement, type CasePlace, standingCase } from './case-moves.ts'
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

/**
 * Keeps what a completed stage has decided anew, for the `round`-th time. What that round has decided already stays. Resolves to
 * false, and changes nothing, when the case does not stand at `place` any more.
 */
export async function insertRenewedResult(
  runner: SqlRunner,
  place: CasePlace,
  { stage, round, result }: { readonly stage: string; readonly round: number; readonly result: unknown },
  at: Date,
): Promise<boolean> {
  const standing = await rows(
    runner,
    sql`with standing as (${standingCase(place)}),
          kept as (insert into stage_result (case_id, stage, result, completed_at)
                   select id, ${`${stage}-${round}`}, ${JSON.stringify(result)}, ${at} from standing on conflict do nothing)
        select id from standing`,
  )
  return standing.length === 1
}

/** Which stage a row is of, and of which of its rounds: `sealing` is round 1, `sealing-2` round 2. */
export function roundOf({ stage }: Pick<StageResultRow, 'stage'>): { readonly stage: string; readonly round: number } {
  const [, name = stage, round = '1'] = /^(.+)-(\d+)$/.exec(stage) ?? []
  return { stage: name, round: Number(round) }
}

/** What each stage of a case has decided last. */
export async function newestStageResults(runner: SqlRunner, caseId: string): Promise<ReadonlyMap<string, unknown>> {
  const found = (await readStageResults(runner, caseId)).map((row) => ({ ...roundOf(row), result: row.result }))
  return new Map(found.toSorted((one, other) => one.round - other.round).map(({ stage, result }) => [stage, result]))
}

/** Everything that the stages of a case have decided, in order of time. */
export async function readStageResults(runner: SqlRunner, caseId: string): Promise<StageResultRow[]> {
  const found = await rows<{ stage: string; result: unknown; completed_at: Date }>(
    runner,
    sql`select stage, result, completed_at from stage_result where case_id = ${caseId} order by completed_at, stage`,
  )
  return found.map(({ stage, result, completed_at }) => ({ stage, result, completedAt: completed_at }))
}
