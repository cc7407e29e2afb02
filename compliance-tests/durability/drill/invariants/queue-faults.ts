import { rows, type SqlRunner, sql } from '#storage/catalogue/sql.ts'

/** A job that has not ended, and the case that it is about. */
export type OpenJob = { readonly state: string; readonly caseId: string; readonly isEnded: boolean }

/** Jobs of cases that wait, or that somebody has or had when he died. */
export async function openJobs(runner: SqlRunner): Promise<OpenJob[]> {
  return rows<OpenJob>(
    runner,
    sql`select j.state::text as state, j.data->>'caseId' as "caseId",
          not exists (select 1 from case_file c where c.id::text = j.data->>'caseId' and c.state = 'processing') as "isEnded"
        from pgboss.job j where j.name in ('advance-case', 'read-case') and j.state in ('created', 'retry', 'active')`,
  )
}

/** What a check of the queue came to. */
export type QueueCheck = { readonly faults: string[]; readonly leftovers: string[] }

/**
 * 队列 is empty. A job that a killed worker had stays active until its heartbeat is missed, a minute later: of a case that has ended it
 * is a leftover.
 */
export function checkQueue(jobs: readonly OpenJob[]): QueueCheck {
  const isLeftover = ({ state, isEnded }: OpenJob) => state === 'active' && isEnded
  return {
    faults: jobs.filter((job) => !isLeftover(job)).map(({ state, caseId }) => `a job of case ${caseId} is ${state}`),
    leftovers: jobs.filter(isLeftover).map(({ caseId }) => `the job of a killed worker, case ${caseId}`),
  }
}
