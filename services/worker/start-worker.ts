import { type AdvanceTools, advanceCase } from '#pipelines/advance-case.ts'
import { CaseClaims } from '#pipelines/case-claims.ts'
import { CaseQueue, lanes } from '#pipelines/queue.ts'
import { openTesseractEngine } from '#pipelines/recognition/tesseract-engine.ts'
import { CaseRecovery, dropLeftovers } from '#pipelines/recover-cases.ts'
import type { Archive } from '../open-archive.ts'
import { repeat } from '../repeat.ts'
import { keepAudits } from './keep-audits.ts'
import { keepCopies } from './keep-copies.ts'
import { keepDisposals } from './keep-disposals.ts'
import { keepJournal } from './keep-journal.ts'
import { keepLedger } from './keep-ledger.ts'
import { keepLocks } from './keep-locks.ts'
import { watchJournal } from './watch-journal.ts'
import { watchStores } from './watch-stores.ts'

/** A running worker. */
export type Worker = {
  /** Its queue, for whoever hands it cases. */
  readonly queue: CaseQueue
  /** Takes no more work; finishes what it is doing. */
  stop(): Promise<void>
}

/** How often a worker looks for cases whose worker has died. */
const recoverEveryMs = 2_000

/** Starts to take cases through the pipeline, and picks up what other workers left when they died. */
export async function startWorker(archive: Archive, onBoundary?: AdvanceTools['onBoundary']): Promise<Worker> {
  const { catalogue, config, log, staging } = archive
  const onError = (error: unknown) => log.error({ err: error, event: 'worker.error' }, 'worker error')
  const queue = await CaseQueue.open(catalogue, { supervise: true, onError })
  const claims = await CaseClaims.open(catalogue.connectionString, onError)
  const ocr = config.recognition ? openTesseractEngine({ workers: config.ocrWorkers }) : undefined
  const tools: AdvanceTools = {
    ...archive,
    ocr,
    queue,
    onFault: (caseId, stage, error) => log.warn({ caseId, stage, err: error, event: 'case.fault' }, 'stage failed'),
    ...(onBoundary === undefined ? {} : { onBoundary }),
  }
  for (const lane of lanes) {
    await queue.work(lane, async (caseId, attempt) => {
      const claimed = await claims.withClaim(caseId, () => advanceCase(caseId, lane, attempt, tools))
      // Thrown, so that the job comes back: the other worker may die before it is done.
      if (!claimed) throw new Error(`case ${caseId} is with another worker`)
    })
  }
  const recovery = new CaseRecovery(catalogue, queue, claims, tools)
  await recovery.look()
  await dropLeftovers(catalogue, staging)
  const looking = repeat(recoverEveryMs, () => recovery.look(), onError)
  const publishing = keepLedger(archive, onError)
  const journaling = keepJournal(archive, onError)
  const copying = keepCopies(archive, onError)
  const auditing = keepAudits(archive, onError)
  const watching = [watchStores(archive, onError), watchJournal(archive, onError)]
  const renewing = keepLocks(archive, onError)
  const disposing = keepDisposals(archive, onError)
  return {
    queue,
    async stop() {
      looking.stop()
      publishing.stop()
      await Promise.all([copying, auditing, ...watching, renewing, disposing].map((each) => each.stop()))
      await queue.stop({ graceful: true })
      await journaling.stop()
      await ocr?.close()
      await claims.close()
    },
  }
}
