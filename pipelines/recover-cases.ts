import { findCases, unfinishedCases } from '#storage/catalogue/cases.ts'
import type { Catalogue } from '#storage/catalogue/catalogue.ts'
import { refusalsOf } from '#storage/catalogue/refusals.ts'
import type { StagingArea } from '#storage/staging/staging-area.ts'
import type { CaseClaims } from './case-claims.ts'
import type { CaseQueue } from './queue.ts'
import type { LaneTools } from './stage.ts'
import { laneAfter } from './stages.ts'

/**
 * 恢复: finds the cases that nobody will come to, because the worker that had them was killed: no job of them waits, for it
 * stays active where nobody fetches it, and no worker has a claim on them.
 */
export class CaseRecovery {
  readonly #catalogue: Catalogue
  readonly #queue: CaseQueue
  readonly #claims: CaseClaims
  readonly #tools: LaneTools
  /** Cases that were found so at the last look; absent before the first. */
  #silent: ReadonlySet<string> | undefined

  constructor(catalogue: Catalogue, queue: CaseQueue, claims: CaseClaims, tools: LaneTools) {
    this.#catalogue = catalogue
    this.#queue = queue
    this.#claims = claims
    this.#tools = tools
  }

  /**
   * Looks once, and sends every such case again. After the first look it takes two in a row: a worker that has only lost
   * its connection takes its claims back in the meantime. Resolves to the number of cases sent.
   */
  async look(): Promise<number> {
    const before = this.#silent
    const silent = await this.#silentCases()
    this.#silent = new Set(silent)
    let sent = 0
    for (const id of silent) if (before?.has(id) !== false && (await this.#sendUnclaimed(id))) sent += 1
    return sent
  }

  async #silentCases(): Promise<string[]> {
    const { pool } = this.#catalogue
    const unfinished = await unfinishedCases(pool)
    if (unfinished.length === 0) return []
    const waiting = await this.#queue.waitingCases(pool)
    const claimed = await this.#claims.claimedCases(pool, unfinished)
    return unfinished.filter((id) => !waiting.has(id) && !claimed.has(id))
  }

  async #sendUnclaimed(id: string): Promise<boolean> {
    return this.#claims.withClaim(id, async () => {
      const [found] = await findCases(this.#catalogue.pool, [id])
      const lane = found?.state === 'processing' ? laneAfter(found.stage, this.#tools) : undefined
      if (lane !== undefined) await this.#catalogue.transact((transaction) => this.#queue.send(lane, id, transaction))
    })
  }
}

/** Staged files that no case claims are left from a capture that was killed; no capture takes a day. */
const orphanAgeMs = 24 * 3_600_000

/** Drops what killed processes have left in staging: of captures that never ended, and of cases archived or refused. */
export async function dropLeftovers(catalogue: Catalogue, staging: StagingArea): Promise<void> {
  // Ages of files come from the machine's clock, whatever clock the records follow.
  const orphaned = new Set(await staging.untouchedSince(new Date(Date.now() - orphanAgeMs)))
  const staged = await staging.cases()
  const states = new Map((await findCases(catalogue.pool, staged)).map(({ id, state }) => [id, state]))
  const refused = new Set((await refusalsOf(catalogue.pool, staged)).map(({ caseId }) => caseId))
  for (const id of staged) {
    const state = states.get(id)
    const isOver = state === undefined ? refused.has(id) || orphaned.has(id) : state === 'archived'
    if (isOver) await staging.drop(id)
  }
}
