import { Client } from 'pg'
import { codedIfGone } from '#storage/catalogue/database-gone.ts'
import { rows, type SqlRunner, sql } from '#storage/catalogue/sql.ts'

/** How long after a lost connection a new one is tried, again and again. */
const reconnectEveryMs = 100

/**
 * 办件占用 (claims on cases): at most one worker works on a case. A claim is an advisory lock of this process's own
 * connection, so PostgreSQL gives it back at once when the process dies. A lost connection is made anew, and takes back the
 * claims of the work that is going on.
 */
export class CaseClaims {
  readonly #connectionString: string
  readonly #onError: (error: Error) => void
  /** Absent while the connection is lost. */
  #client: Client | undefined
  #closed = false
  /** Cases claimed in this process, and when each is free again: one connection may take the same lock twice. */
  readonly #held = new Map<string, Promise<unknown>>()
  /** Cases that are worked on with a claim. */
  readonly #working = new Set<string>()
  /** Statements of one connection follow each other. */
  #last: Promise<unknown> = Promise.resolve()

  private constructor(connectionString: string, onError: (error: Error) => void) {
    this.#connectionString = connectionString
    this.#onError = onError
  }

  /** Connects. Throws `DATABASE_UNAVAILABLE`. */
  static async open(connectionString: string, onError: (error: Error) => void): Promise<CaseClaims> {
    const claims = new CaseClaims(connectionString, onError)
    try {
      await claims.#connect()
    } catch (error) {
      throw codedIfGone(error)
    }
    return claims
  }

  /**
   * Runs `work` with a claim on the case, after whoever has it in this process. Resolves to false, without running it,
   * when another process has the claim. Throws while the database is not there.
   */
  async withClaim(caseId: string, work: () => Promise<void>): Promise<boolean> {
    // The next lane may begin a moment before the last one has let go.
    while (this.#held.has(caseId)) await this.#held.get(caseId)
    const turn = this.#claim(caseId, work)
    this.#held.set(
      caseId,
      turn.catch(() => undefined),
    )
    try {
      return await turn
    } finally {
      this.#held.delete(caseId)
    }
  }

  /** Those of `caseIds` on which some process has a claim. */
  async claimedCases(runner: SqlRunner, caseIds: readonly string[]): Promise<ReadonlySet<string>> {
    // PostgreSQL shows a lock on a 64-bit key in two halves.
    const claimed = await rows<{ id: string }>(
      runner,
      sql`select wanted.id from unnest(${caseIds}::text[]) as wanted (id) join pg_locks as held
          on (held.classid::bigint << 32) | held.objid::bigint = hashtextextended(wanted.id, 0)
          where held.locktype = 'advisory' and held.objsubid = 1 and held.granted
          and held.database = (select oid from pg_database where datname = current_database())`,
    )
    return new Set(claimed.map(({ id }) => id))
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#client?.end()
  }

  async #claim(caseId: string, work: () => Promise<void>): Promise<boolean> {
    if (this.#client === undefined) throw new Error('the connection that holds the claims on cases is lost')
    if (!(await this.#lock(this.#client, 'pg_try_advisory_lock', caseId))) return false
    this.#working.add(caseId)
    try {
      await work()
      return true
    } finally {
      this.#working.delete(caseId)
      // A claim of a lost connection is free already.
      if (this.#client !== undefined) await this.#unlock(this.#client, caseId)
    }
  }

  async #connect(): Promise<void> {
    const client = new Client({ connectionString: this.#connectionString, application_name: 'guidang claims' })
    client.on('error', (error) => this.#lose(client, error))
    await client.connect()
    if (this.#closed) return client.end()
    const retaken = [...this.#working]
    for (const caseId of retaken) await this.#retake(client, caseId)
    this.#client = client
    for (const caseId of retaken) if (!this.#working.has(caseId)) await this.#unlock(client, caseId)
  }

  async #retake(client: Client, caseId: string): Promise<void> {
    if (await this.#lock(client, 'pg_try_advisory_lock', caseId)) return
    // No harm is done: whoever concludes a stage first has decided it.
    this.#onError(new Error(`another worker has taken case ${caseId} over`))
  }

  #lose(client: Client, error: Error): void {
    if (this.#client !== client) return
    this.#client = undefined
    this.#onError(error)
    this.#reconnectLater()
  }

  #reconnectLater(): void {
    const timer = setTimeout(() => {
      if (!this.#closed) this.#connect().catch(() => this.#reconnectLater())
    }, reconnectEveryMs)
    timer.unref()
  }

  async #unlock(client: Client, caseId: string): Promise<void> {
    // Where this fails, the connection is lost and the claim is free.
    await this.#lock(client, 'pg_advisory_unlock', caseId).catch(this.#onError)
  }

  async #lock(client: Client, act: 'pg_try_advisory_lock' | 'pg_advisory_unlock', caseId: string): Promise<boolean> {
    const statement = `select ${act}(hashtextextended($1, 0)) as done`
    const answer = this.#last.then(() => client.query<{ done: boolean }>(statement, [caseId]))
    this.#last = answer.catch(() => undefined)
    return (await answer).rows[0]?.done === true
  }
}
