import { Client } from 'pg'

/**
 * 办件占用 (claims on cases): at most one worker works on a case. A claim is an advisory lock of this process's own
 * connection, so PostgreSQL gives it back at once when the process dies.
 */
export class CaseClaims {
  readonly #client: Client
  readonly #held = new Set<string>()

  private constructor(client: Client) {
    this.#client = client
  }

  static async open(connectionString: string, onError: (error: Error) => void): Promise<CaseClaims> {
    const client = new Client({ connectionString, application_name: 'guidang claims' })
    client.on('error', onError)
    await client.connect()
    return new CaseClaims(client)
  }

  /** Runs `work` with a claim on the case; resolves to false, without running it, when somebody else has the claim. */
  async withClaim(caseId: string, work: () => Promise<void>): Promise<boolean> {
    // One connection may take the same advisory lock twice, so this process keeps its own list as well.
    if (this.#held.has(caseId)) return false
    this.#held.add(caseId)
    try {
      if (!(await this.#lock('pg_try_advisory_lock', caseId))) return false
      try {
        await work()
        return true
      } finally {
        await this.#lock('pg_advisory_unlock', caseId)
      }
    } finally {
      this.#held.delete(caseId)
    }
  }

  close(): Promise<void> {
    return this.#client.end()
  }

  async #lock(act: 'pg_try_advisory_lock' | 'pg_advisory_unlock', caseId: string): Promise<boolean> {
    const { rows } = await this.#client.query<{ done: boolean }>(`select ${act}(hashtextextended($1, 0)) as done`, [
      caseId,
    ])
    return rows[0]?.done === true
  }
}
