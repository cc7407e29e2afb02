import { type BatchNumber, parseBatchNumber } from '#archive-schema/registration-form/form-number.ts'
import { registrationForm } from '#archive-schema/registration-form/registration-profile.ts'
import { CaseQueue } from '#pipelines/queue.ts'
import type { CaseOutcome } from '../../intake/case-outcome.ts'
import { openSource } from '../../intake/open-source.ts'
import { outlastOutage } from '../../intake/outlast-outage.ts'
import { awaitOutcomes, type TakenIn, takeIn } from '../../intake/take-in.ts'
import type { Archive } from '../../open-archive.ts'
import { startWorker } from '../../worker/start-worker.ts'
import { startWorkerThread } from '../../worker/start-worker-thread.ts'
import { demandProvenStore } from '../../worm-proof/demand-proven-store.ts'
import { faultLines, note, print, printJson } from '../output.ts'
import { startProgressLine } from '../progress-line.ts'
import { withArchive } from '../with-archive.ts'

type CaptureOptions = { readonly json?: boolean; readonly wait: boolean; readonly batch?: string }

/** Takes cases in; unless told otherwise, works on them until each has come to an end. Exit 1 if any is not archived. */
export async function capture(paths: readonly string[], options: CaptureOptions): Promise<void> {
  const batch = options.batch === undefined ? undefined : parseBatchNumber(registrationForm, options.batch)
  await withArchive(async (archive, signal) => {
    const outcomes: CaseOutcome[] = []
    const tell = async (outcome: CaseOutcome) => {
      outcomes.push(outcome)
      await tellOutcome(outcome, options.json === true)
    }
    if (options.wait) await demandProvenStore(archive)
    const handOver = options.wait ? captureAndWait : captureOnly
    await handOver(paths, archive, tell, signal, batch)
    const failed = outcomes.filter(({ outcome }) => outcome !== 'archived').length
    if (failed > 0 || signal.aborted) process.exitCode = 1
  })
}

/** Takes cases in, works on them, and tells each outcome as soon as it is known. */
export async function captureAndWait(
  paths: readonly string[],
  archive: Archive,
  tell: (outcome: CaseOutcome) => Promise<void>,
  signal: AbortSignal,
  batch?: BatchNumber,
): Promise<void> {
  // A thread of its own lets the intake hash while the worker packs; for a few cases it is not worth its start.
  const worker = paths.length > 4 ? await startWorkerThread(archive) : await startWorker(archive)
  const progress = startProgressLine(archive)
  try {
    await awaitOutcomes(takeAll(paths, archive, worker.queue, signal, batch), archive, tell, signal)
  } finally {
    progress.stop()
    await worker.stop()
  }
}

async function captureOnly(
  paths: readonly string[],
  archive: Archive,
  tell: (outcome: CaseOutcome) => Promise<void>,
  signal: AbortSignal,
  batch?: BatchNumber,
) {
  const onError = (error: unknown) => archive.log.error({ err: error }, 'queue error')
  const queue = await CaseQueue.open(archive.catalogue, { supervise: false, onError })
  try {
    for await (const taken of takeAll(paths, archive, queue, signal, batch)) {
      if ('ended' in taken) await tell(taken.ended)
      else
        await printJson({ folder: taken.folder, outcome: 'captured', caseId: taken.caseId, repeated: taken.repeated })
    }
  } finally {
    await queue.stop({ graceful: false })
  }
}

/** A hand-over that met an outage of the database is made again: if it had been entered, it is a repeat. */
async function* takeAll(
  paths: readonly string[],
  archive: Archive,
  queue: CaseQueue,
  signal: AbortSignal,
  batch: BatchNumber | undefined,
): AsyncGenerator<TakenIn> {
  for (const path of paths)
    yield await outlastOutage(() => takeIn(() => openSource(path), path, archive, queue, batch), signal)
}

/** Tells what a case came to. */
export async function tellOutcome(outcome: CaseOutcome, json: boolean): Promise<void> {
  if (json) return printJson(outcome)
  const { folder, number, archivalCode, documents, pages, seconds, repeated } = outcome
  if (outcome.outcome === 'archived') {
    const again = repeated === true ? ' (已归档过 archived before)' : ''
    return print(
      `已归档 ${folder}  ${number}  ${archivalCode}  ${documents} files, ${pages} pages, ${seconds} s${again}`,
    )
  }
  note(`${outcome.outcome === 'refused' ? '拒收' : '待人工'} ${folder}`)
  for (const fault of outcome.faults ?? []) note(faultLines(fault))
}
