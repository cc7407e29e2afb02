import type { CaseAnswer } from '#archive-schema/case-review/case-answer.ts'
import { CaseQueue } from '#pipelines/queue.ts'
import { decideWaiting, type ToldDecision } from '../../access/decide-waiting.ts'
import type { CaseOutcome } from '../../intake/case-outcome.ts'
import { awaitOutcomes, type TakenIn } from '../../intake/take-in.ts'
import type { Archive } from '../../open-archive.ts'
import { startWorker, type Worker } from '../../worker/start-worker.ts'
import { demandProvenStore } from '../../worm-proof/demand-proven-store.ts'
import { print, printJson } from '../output.ts'
import { withArchive } from '../with-archive.ts'
import { tellOutcome } from './capture.ts'

type DecideOptions = {
  readonly by: string
  readonly role?: string
  readonly remark: string
  readonly rule?: readonly string[]
  readonly reason?: string
  readonly wait?: boolean
  readonly json?: boolean
}

/** Keeps what a person decides about a case; one that goes on is worked on until it has come to an end. */
export async function decide(decision: CaseAnswer['decision'], id: string, options: DecideOptions): Promise<void> {
  const { by, role, remark, rule: rules, reason, json = false } = options
  const answer = { decision, by, remark, ...given({ role, rules, reason }) }
  const isDone = decision === 'return' || options.wait === false
  await withArchive(async (archive, signal) => {
    if (!isDone) await demandProvenStore(archive)
    const working = isDone ? await openQueue(archive) : await startWorker(archive)
    try {
      const kept = await decideWaiting(archive, working.queue, id, answer)
      await tell(kept, json)
      if (!isDone) await awaitCase(kept, archive, json, signal)
    } finally {
      await working.stop()
    }
  })
}

/** The queue alone: whoever works takes the case from there. */
async function openQueue({ catalogue, log }: Archive): Promise<Worker> {
  const onError = (error: unknown) => log.error({ err: error }, 'queue error')
  const queue = await CaseQueue.open(catalogue, { supervise: false, onError })
  return { queue, stop: () => queue.stop({ graceful: false }) }
}

function given(values: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
}

function tell(kept: ToldDecision, json: boolean): Promise<void> {
  if (json) return printJson(kept)
  return print(`${kept.caseId}  ${kept.decision}  ${kept.reason ?? ''}  ${kept.by}  ${kept.decidedAt}`)
}

/** Exit 1 if it is not archived. */
async function awaitCase({ caseId, serialNumber }: ToldDecision, archive: Archive, json: boolean, signal: AbortSignal) {
  async function* taken(): AsyncGenerator<TakenIn> {
    yield { folder: serialNumber, caseId, repeated: false, startedAt: performance.now() }
  }
  const tellEnd = async (outcome: CaseOutcome) => {
    if (outcome.outcome !== 'archived') process.exitCode = 1
    await tellOutcome(outcome, json)
  }
  await awaitOutcomes(taken(), archive, tellEnd, signal)
}
