import { attempt } from '#archive-schema/attempt.ts'
import { reasonOf } from '#archive-schema/evidence/demand.ts'
import { type Checkpoint, type LedgerTreeTrust, openCheckpoint, parseCheckpoint } from './checkpoint.ts'
import { isConsistent, type TreeState } from './consistency-proof.ts'
import { emptyRoot } from './tree-hash.ts'
import type { WitnessRequest } from './witness-request.ts'

/**
 * 见证判断: what a witness comes to (C2SP tlog-witness). `stale`: the sender does not know what the witness saw last.
 * `forked`, `inconsistent`: the ledger has two histories, or its proof is wrong.
 */
export type WitnessVerdict =
  | { readonly verdict: 'consistent'; readonly checkpoint: Checkpoint }
  | { readonly verdict: 'stale' | 'forked'; readonly seenSize: number }
  | { readonly verdict: 'unknown-origin' | 'unsigned' | 'impossible' | 'inconsistent'; readonly found: string }

/**
 * Judges a checkpoint by what the witness saw last of its ledger (`undefined`: nothing). Nothing is kept here: the caller
 * keeps the checkpoint in the same step, before it answers. Throws `EVIDENCE_INVALID` for what is no checkpoint.
 */
export async function judgeCheckpoint(
  { oldSize, proof, checkpoint: note }: WitnessRequest,
  known: LedgerTreeTrust | undefined,
  seen: TreeState | undefined,
): Promise<WitnessVerdict> {
  const { origin, size } = parseCheckpoint(note.text)
  if (known === undefined) return { verdict: 'unknown-origin', found: `${origin} is not witnessed here` }
  const opened = await attempt(() => openCheckpoint(note, known))
  if ('refusal' in opened) return { verdict: 'unsigned', found: reasonOf(opened.refusal) }
  if (oldSize > size) return { verdict: 'impossible', found: `the old size ${oldSize} is over the size ${size}` }
  const old = seen ?? { size: 0, root: emptyRoot(known.algorithm) }
  if (oldSize !== old.size) return { verdict: 'stale', seenSize: old.size }
  if (isConsistent(known.algorithm, old, opened.value, proof))
    return { verdict: 'consistent', checkpoint: opened.value }
  if (oldSize === size) return { verdict: 'forked', seenSize: old.size }
  return { verdict: 'inconsistent', found: `the proof does not lead from ${oldSize} to ${size} entries` }
}
