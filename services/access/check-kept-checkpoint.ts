import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { DigestAlgorithm } from '#archive-schema/evidence/digest.ts'
import { openCheckpoint } from '#archive-schema/ledger/checkpoint.ts'
import { isConsistent } from '#archive-schema/ledger/consistency-proof.ts'
import { treeTrust } from '#archive-schema/ledger/ledger-trust.ts'
import { parseNote } from '#archive-schema/ledger/signed-note.ts'
import type { Archive } from '../open-archive.ts'
import { requireCheckpoint } from './read-ledger.ts'

/**
 * 一致性: goes on only if the ledger has done nothing but grow since somebody kept this checkpoint. Resolves to both sizes.
 * Throws `LEDGER_FORKED` if it has not; `EVIDENCE_INVALID` or `SIGNATURE_INVALID` if the checkpoint is not of this ledger.
 */
export async function checkKeptCheckpoint(
  { ledger }: Pick<Archive, 'ledger'>,
  tree: DigestAlgorithm,
  kept: Uint8Array,
): Promise<{ readonly old: number; readonly size: number }> {
  const old = openCheckpoint(parseNote(kept), treeTrust(ledger.trust, tree))
  const { size, roots } = await requireCheckpoint({ ledger })
  const newest = { size, root: Buffer.from(roots[tree], 'base64') }
  const hashes = old.size > size ? [] : (await ledger.proveConsistency(tree, old.size, size)).hashes
  if (isConsistent(tree, old, newest, hashes)) return { old: old.size, size }
  const found = `the ${tree} tree of ${size} entries does not begin with that of the kept checkpoint of ${old.size}`
  throw new ArchiveError({ code: 'LEDGER_FORKED', found })
}
