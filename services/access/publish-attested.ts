import type { Archive } from '../open-archive.ts'
import { showToWitnesses } from './show-to-witnesses.ts'
import { stampCheckpoint } from './stamp-checkpoint.ts'

/** What publishing works with. */
export type PublishingTools = Pick<Archive, 'ledger' | 'witnesses' | 'stamps' | 'log' | 'now'>

/**
 * Publishes a checkpoint of the ledger if it has grown, shows it to the witnesses and has it stamped. Witnesses and authorities that
 * fail are told in the log. Throws `LEDGER_FORKED`, `SIGNER_UNFIT`.
 */
export async function publishAttested(tools: PublishingTools): Promise<void> {
  await tools.ledger.publish()
  await showToWitnesses(tools)
  await stampCheckpoint(tools)
}
