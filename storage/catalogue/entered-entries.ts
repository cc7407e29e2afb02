import type { LedgerEntry } from '#archive-schema/ledger/ledger-entry.ts'
import { rows, type SqlRunner, sql } from './sql.ts'

/** Looks which entries are in the queue of the ledger. What is asked while it looks is one query, the next. */
export class EnteredEntries {
  readonly #runner: SqlRunner
  #asked: LedgerEntry[] = []
  #looking: Promise<unknown> = Promise.resolve()
  #next: Promise<ReadonlySet<string>> | undefined

  constructor(runner: SqlRunner) {
    this.#runner = runner
  }

  /** Whether an entry is in the queue, with a place or waiting for one. */
  async has(entry: LedgerEntry): Promise<boolean> {
    this.#asked.push(entry)
    this.#next ??= this.#after(this.#looking)
    return (await this.#next).has(nameOf(entry))
  }

  /** Begins when the query before has ended, whatever came of it. */
  #after(before: Promise<unknown>): Promise<ReadonlySet<string>> {
    const look = before.then(() => this.#look())
    this.#looking = look.catch(() => undefined)
    return look
  }

  async #look(): Promise<ReadonlySet<string>> {
    this.#next = undefined
    const asked = this.#asked.splice(0)
    const found = await rows<LedgerEntry>(
      this.#runner,
      sql`select type, sha256, sm3 from ledger_entry join jsonb_to_recordset(${JSON.stringify(asked)})
          as asked (type text, sha256 text, sm3 text) using (type, sha256, sm3)`,
    )
    return new Set(found.map(nameOf))
  }
}

function nameOf({ type, sha256, sm3 }: LedgerEntry): string {
  return `${type} ${sha256} ${sm3}`
}
