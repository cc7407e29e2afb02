import { carryOut } from '#pipelines/disposal/carry-out.ts'
import type { DisposalTools } from '#pipelines/disposal/disposal-tools.ts'
import { listsUnderWay } from '#storage/catalogue/disposal-lists.ts'
import type { Archive } from '../open-archive.ts'
import { type Repeated, untilStopped } from './until-stopped.ts'

const everyMs = 3_600_000

/** What going on with disposals works with. */
export type KeepDisposalsTools = DisposalTools & Pick<Archive, 'log'>

/**
 * 销毁续行: goes on with lists that were ordered, at once and then every hour: records whose locks were still on, and what a killed process
 * has left.
 */
export function keepDisposals(tools: KeepDisposalsTools, onError: (error: unknown) => void): Repeated {
  return untilStopped(everyMs, (signal) => runDisposals(tools, signal), onError, 'at once')
}

/** One round. A list that cannot go on is an error in the log; the others do. */
export async function runDisposals({ log, ...tools }: KeepDisposalsTools, signal?: AbortSignal): Promise<void> {
  for (const { id } of await listsUnderWay(tools.catalogue.pool)) {
    if (signal?.aborted === true) return
    try {
      const standing = await carryOut(tools, id)
      const waiting = standing.filter(({ state }) => state === 'waiting').length
      log.info({ event: 'disposal.run', list: id, records: standing.length, waiting }, 'records are destroyed')
    } catch (err) {
      log.error({ event: 'disposal.fault', list: id, err }, 'a list cannot go on')
    }
  }
}
