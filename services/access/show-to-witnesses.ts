import type { WitnessFault } from '#storage/ledger/checkpoint-witnesses.ts'
import type { Archive } from '../open-archive.ts'

/**
 * Shows the newest checkpoint to the witnesses. One that does not answer is told in the log as a warning, one that refuses as an error:
 * it has seen another history. Resolves to them.
 */
export async function showToWitnesses({ witnesses, log }: Pick<Archive, 'witnesses' | 'log'>): Promise<WitnessFault[]> {
  const faults = await witnesses.cosign()
  for (const { witness, error } of faults) {
    const told = { event: 'witness.fault', witness, err: error }
    if (error.code === 'WITNESS_UNAVAILABLE') log.warn(told, 'a witness does not answer')
    else log.error(told, 'a witness refuses the ledger')
  }
  return faults
}
