import { Client } from 'pg'

/**
 * 办件占用 (claims on cases): at most one worker works on a case. A claim is an advisory lock of this process's own
 * connection, so PostgreSQL gives it back at once when the process dies.
 */
export class CaseClaims {
  readonly #client: Client
  /** Cases claimed in this process, and when each is free again: one connection may take the same lock twice. */
  readonly #held = new Map<string, Promise<unknown>>()
  /** Statements of one connection follow each other. */
  #last: Promise<unknown> = Promise.resolve()

  private constructor(client: Client) {
    this.#client = client
  }

  static async open(connectionString: string, onError: (error: Error) => void): Promise<CaseClaims> {
    const client = new Client({ connectionString, application_name: 'guidang claims' })
    client.on('error', onError)
    await client.connect()
    return new CaseClaims(client)
  }

  /**
   * Runs `work` with a claim on the case, after whoever has it in this process. Resolves to false, without running it,
   * when another process has the claim.
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

  close(): Promise<void> {
    return this.#client.end()
  }

  async #claim(caseId: string, work: () => Promise<void>): Promise<boolean> {
    if (!(await this.#lock('pg_try_advisory_lock', caseId))) return false
    try {
      await work()
      return true
    } finally {
      await this.#lock('pg_advisory_unlock', caseId)
    }
  }

  async #lock(act: 'pg_try_advisory_lock' | 'pg_advisory_unlock', caseId: string): Promise<boolean> {
    const statement = `select ${act}(hashtextextended($1, 0)) as done`
    const answer = this.#last.then(() => this.#client.query<{ done: boolean }>(statement, [caseId]))
    this.#last = answer.catch(() => undefined)
    return (await answer).rows[0]?.done === true
  }
}
