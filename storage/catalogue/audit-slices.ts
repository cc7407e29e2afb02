import { randomUUID } from 'node:crypto'
import type { Slice } from '#archive-schema/copies/slice.ts'
import type { StoreName } from '#archive-schema/copies/store-name.ts'
import { firstRow, rows, run, type SqlRunner, sql } from './sql.ts'

/** Which slice of which store is audited, and how many percent of its objects are read. */
export type AuditScope = Slice & { readonly store: StoreName; readonly sample: number }

/** A slice under way or finished. `progress` is what the audit itself makes of it. */
export type AuditRun = AuditScope & {
  readonly id: string
  readonly step: number
  readonly progress: unknown
  readonly startedAt: Date
  readonly finishedAt: Date | undefined
  readonly textSha256: string | undefined
}

/** The unfinished run of a scope, or a new one. */
export async function openRun(runner: SqlRunner, scope: AuditScope, progress: unknown, at: Date): Promise<AuditRun> {
  const { store, slice, slices, sample } = scope
  await run(
    runner,
    sql`insert into audit_slice (id, store, slice, slices, sample, progress, started_at)
        values (${randomUUID()}, ${store}, ${slice}, ${slices}, ${sample}, ${JSON.stringify(progress)}, ${at})
        on conflict do nothing`,
  )
  const row = await firstRow<Columns>(
    runner,
    sql`select * from audit_slice where store = ${store} and slice = ${slice} and slices = ${slices}
        and sample = ${sample} and finished_at is null`,
  )
  if (row === undefined) throw new Error(`the audit of ${store} ${slice}/${slices} was finished by another process`)
  return toRun(row)
}

/** Keeps how far a run has come. Resolves to false, and keeps nothing, when another process has gone on with it. */
export async function keepProgress(runner: SqlRunner, id: string, step: number, progress: unknown): Promise<boolean> {
  const kept = await rows(
    runner,
    sql`update audit_slice set progress = ${JSON.stringify(progress)}, step = step + 1
        where id = ${id} and step = ${step} and finished_at is null returning 1`,
  )
  return kept.length === 1
}

/** The run is finished: a text that the ledger holds says what it came to. */
export async function finishRun(
  runner: SqlRunner,
  { id, step }: Pick<AuditRun, 'id' | 'step'>,
  textSha256: string,
  at: Date,
): Promise<boolean> {
  const finished = await rows(
    runner,
    sql`update audit_slice set finished_at = ${at}, text_sha256 = ${textSha256}
        where id = ${id} and step = ${step} and finished_at is null returning 1`,
  )
  return finished.length === 1
}

/** One run by its id. */
export async function findRun(runner: SqlRunner, id: string): Promise<AuditRun | undefined> {
  const row = await firstRow<Columns>(runner, sql`select * from audit_slice where id = ${id}`)
  return row && toRun(row)
}

/** The newest runs, finished or not. */
export async function newestRuns(runner: SqlRunner, limit: number): Promise<AuditRun[]> {
  return (await rows<Columns>(runner, sql`select * from audit_slice order by started_at desc limit ${limit}`)).map(
    toRun,
  )
}

/** When each slice of a whole round over a store was last finished; a slice that never was is not there. */
export async function lastFinished(
  runner: SqlRunner,
  store: StoreName,
  slices: number,
): Promise<ReadonlyMap<number, Date>> {
  const found = await rows<{ slice: number; at: Date }>(
    runner,
    sql`select slice, max(finished_at) as at from audit_slice where store = ${store} and slices = ${slices}
        and sample = 100 and finished_at is not null group by slice`,
  )
  return new Map(found.map(({ slice, at }) => [slice, at]))
}

type Columns = {
  id: string
  store: StoreName
  slice: number
  slices: number
  sample: string
  step: string
  progress: unknown
  started_at: Date
  finished_at: Date | null
  text_sha256: string | null
}

function toRun(row: Columns): AuditRun {
  return {
    ...{ id: row.id, store: row.store, slice: row.slice, slices: row.slices, sample: Number(row.sample) },
    ...{ step: Number(row.step), progress: row.progress, startedAt: row.started_at },
    finishedAt: row.finished_at ?? undefined,
    textSha256: row.text_sha256 ?? undefined,
  }
}
