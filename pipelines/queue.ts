import { PgBoss } from 'pg-boss'
import type { Catalogue, Transaction } from '#storage/catalogue/catalogue.ts'
import { codedIfGone } from '#storage/catalogue/database-gone.ts'
import { rows, type SqlRunner, sql } from '#storage/catalogue/sql.ts'

/** 队列 (a queue of work): the clerk does what is quick, the reader recognises pages, so that scans never hold up the rest. */
export const lanes = ['clerk', 'reader'] as const
export type Lane = (typeof lanes)[number]

const queueOf = { clerk: 'advance-case', reader: 'read-case' } as const satisfies Record<Lane, string>

/** How many cases a worker process takes at a time. */
const intake = {
  clerk: { batchSize: 4, localConcurrency: 2 },
  reader: { batchSize: 2, localConcurrency: 1 },
} as const satisfies Record<Lane, { batchSize: number; localConcurrency: number }>

/** A job: one case that has to be taken further. Everything else is read from the catalogue. */
export type CaseJob = { readonly caseId: string }

/** Takes a case further; `attempt` counts from 1. Throwing means: try again later. */
export type CaseHandler = (caseId: string, attempt: number) => Promise<void>

/** 任务队列 on PostgreSQL (pg-boss). Jobs are sent inside the transaction that they belong to. */
export class CaseQueue {
  readonly #boss: PgBoss

  private constructor(boss: PgBoss) {
    this.#boss = boss
  }

  /**
   * Connects and makes the queues. `supervise` is for processes that also work: they watch for jobs of dead workers.
   * Throws `DATABASE_UNAVAILABLE`.
   */
  static async open(
    catalogue: Catalogue,
    options: { readonly supervise: boolean; readonly onError: (error: Error) => void },
  ): Promise<CaseQueue> {
    const boss = new PgBoss({
      connectionString: catalogue.connectionString,
      application_name: 'guidang queue',
      max: 4,
      useListenNotify: options.supervise,
      supervise: options.supervise,
      schedule: false,
    })
    // An error event without a listener would end the process.
    boss.on('error', options.onError)
    try {
      await boss.start()
      for (const lane of lanes) await boss.createQueue(queueOf[lane], queueSettings)
    } catch (error) {
      throw codedIfGone(error)
    }
    return new CaseQueue(boss)
  }

  /** Sends a case into a lane, as part of `transaction`. */
  async send(lane: Lane, caseId: string, transaction: Transaction): Promise<void> {
    const db = { executeSql: (text: string, values?: unknown[]) => transaction.query(text, values) }
    await this.#boss.send(queueOf[lane], { caseId } satisfies CaseJob, { db })
  }

  /** Starts to work in a lane. */
  async work(lane: Lane, handle: CaseHandler): Promise<void> {
    const options = {
      ...intake[lane],
      includeMetadata: true,
      perJobResults: true,
      burstWhenBatchFull: true,
      notifyPollingIntervalSeconds: 1,
      pollingIntervalSeconds: 0.5,
    } as const
    await this.#boss.work<CaseJob, object, typeof options>(queueOf[lane], options, (jobs) =>
      Promise.all(
        jobs.map(async (job) => {
          try {
            await handle(job.data.caseId, job.retryCount + 1)
            return { id: job.id, status: 'completed' } as const
          } catch (error) {
            return { id: job.id, status: 'failed', output: { message: String(error) } } as const
          }
        }),
      ),
    )
  }

  /** Cases of which a job waits to be fetched. */
  async waitingCases(runner: SqlRunner): Promise<ReadonlySet<string>> {
    const found = await rows<{ case_id: string }>(
      runner,
      sql`select distinct data->>'caseId' as case_id from pgboss.job
          where name = any(${Object.values(queueOf)}) and state in ('created', 'retry')`,
    )
    return new Set(found.map(({ case_id }) => case_id))
  }

  /** Stops. With `graceful`, running jobs are finished first. */
  async stop(options: { readonly graceful: boolean }): Promise<void> {
    await this.#boss.stop({ graceful: options.graceful, close: true, timeout: 30_000 })
  }
}

/** A case is tried again until it ends: what can never succeed is given to a person by the handler, not by a limit here. */
const queueSettings = {
  notify: true,
  retryLimit: 1_000_000,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 300,
  expireInSeconds: 12 * 3600,
  heartbeatSeconds: 60,
  deleteAfterSeconds: 3600,
} as const
