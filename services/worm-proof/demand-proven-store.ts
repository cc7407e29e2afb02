import { refuse } from '#archive-schema/archive-error.ts'
import { attempt } from '#archive-schema/attempt.ts'
import { refusedItems, type WormProof } from '#archive-schema/worm-proof/worm-proof.ts'
import type { Archive } from '../open-archive.ts'
import { repeat } from '../repeat.ts'
import { carryOutProof, serverOf } from './carry-out-proof.ts'
import { readNewestProof } from './read-proof.ts'

/**
 * No record goes into a store that has not shown that it keeps its locks: proves it at first start, when it is another one, and when
 * the last proof is too old. Throws `STORE_NOT_WORM` when an item fails that the operator has not accepted, `STORE_UNAVAILABLE`.
 */
export async function demandProvenStore(archive: Archive): Promise<void> {
  const newest = await newestBelieved(archive)
  const isCurrent = newest !== undefined && (await stillHolds(archive, newest))
  const proof = isCurrent ? newest : await carryOutProof(archive, 'full')
  // What is accepted is what the present configuration accepts.
  const refused = refusedItems({ ...proof, accepted: archive.config.storeAcceptedWeaknesses })
  refuse(refused.map(({ item, detail }) => ({ code: 'STORE_NOT_WORM', field: item, found: detail })))
}

/** A proof whose signature is not believed any more (changed, or of a key of another root) is none. */
async function newestBelieved(archive: Archive): Promise<WormProof | undefined> {
  const read = await attempt(() => readNewestProof(archive, 'full'))
  if ('value' in read) return read.value
  archive.log.warn({ err: read.refusal, event: 'store.proof-not-believed' }, 'the newest WORM proof is not believed')
  return undefined
}

async function stillHolds({ config, now }: Archive, { server, endedAt }: WormProof): Promise<boolean> {
  const age = now().getTime() - endedAt.getTime()
  return age < config.storeProofDays * 86_400_000 && server === (await serverOf(config))
}

const lookEveryMs = 3_600_000

/** Looks every hour whether a proof is due; a store that fails one is told as an alarm (`store.not-worm`). */
export function keepProving(archive: Archive) {
  const onError = (error: unknown) =>
    archive.log.error({ err: error, event: 'store.not-worm' }, 'the store has not proved that it keeps its locks')
  return repeat(lookEveryMs, () => demandProvenStore(archive), onError)
}
