import { findCases, unfinishedCases } from '#storage/catalogue/cases.ts'
import type { Catalogue } from '#storage/catalogue/catalogue.ts'
import type { StagingArea } from '#storage/staging/staging-area.ts'
import type { CaseClaims } from './case-claims.ts'
import type { CaseQueue } from './queue.ts'
import { laneAfter } from './stages.ts'

/**
 * Sends every unfinished case that nobody will come to: no job of it waits, and no worker has a claim on it. That is what a
 * killed worker leaves behind, for its job stays active where nobody fetches it. Resolves to the number of cases sent.
 */
export async function recoverCases(catalogue: Catalogue, queue: CaseQueue, claims: CaseClaims): Promise<number> {
  const unfinished = await unfinishedCases(catalogue.pool)
  if (unfinished.length === 0) return 0
  const waiting = await queue.waitingCases(catalogue.pool)
  const silent = unfinished.filter((id) => !waiting.has(id))
  let sent = 0
  for (const id of silent) {
    const claimed = await claims.withClaim(id, async () => {
      const [found] = await findCases(catalogue.pool, [id])
      const lane = found?.state === 'processing' ? laneAfter(found.stage) : undefined
      if (lane !== undefined) await catalogue.transact((transaction) => queue.send(lane, id, transaction))
    })
    if (claimed) sent += 1
  }
  return sent
}

/** Staged files that no case claims are left from a capture that was killed; no capture takes a day. */
const orphanAgeMs = 24 * 3_600_000

/** Drops what killed captures have left in staging. */
export async function dropOrphans(catalogue: Catalogue, staging: StagingArea): Promise<void> {
  // Ages of files come from the machine's clock, whatever clock the records follow.
  const candidates = await staging.untouchedSince(new Date(Date.now() - orphanAgeMs))
  const known = new Set((await findCases(catalogue.pool, candidates)).map(({ id }) => id))
  for (const id of candidates) if (!known.has(id)) await staging.drop(id)
}
