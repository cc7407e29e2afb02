import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { DigestAlgorithm } from '#archive-schema/evidence/digest.ts'
import type { LedgerEntry } from '#archive-schema/ledger/ledger-entry.ts'
import { parseNote } from '#archive-schema/ledger/signed-note.ts'
import { formatProof } from '#archive-schema/ledger/tlog-proof.ts'
import { cosignaturesOf } from '#storage/catalogue/checkpoint-cosignatures.ts'
import { provingSize } from '#storage/catalogue/checkpoint-tokens.ts'
import { placeOf } from '#storage/catalogue/ledger-entries.ts'
import { checkpointOf, newestCheckpoint } from '#storage/catalogue/ledger-states.ts'
import type { SqlRunner } from '#storage/catalogue/sql.ts'
import type { TileCache } from './tile-cache.ts'

/** 存在证明文件 of one entry in both trees, as they are exported, and entries of the checkpoint under which they stand. */
export type EntryProofs = { readonly [algorithm in DigestAlgorithm]: Uint8Array } & { readonly size: number }

/** What a proof of consistency is made of; hashes in the order of RFC 6962, 2.1.2. */
export type ConsistencyProof = { readonly old: number; readonly size: number; readonly hashes: readonly Uint8Array[] }

/**
 * The proofs of an entry under the checkpoint that proves it best (`provingSize`), with the lines of its witnesses; while there is
 * none, under the newest one. `undefined` while no checkpoint covers it.
 */
export async function proveEntry(
  runner: SqlRunner,
  tiles: TileCache,
  entry: LedgerEntry,
  quorum: number,
): Promise<EntryProofs | undefined> {
  const index = await placeOf(runner, entry)
  if (typeof index !== 'number') return undefined
  const proving = await provingSize(runner, index, quorum)
  const checkpoint = await (proving === undefined ? newestCheckpoint(runner) : checkpointOf(runner, proving))
  if (checkpoint === undefined || index >= checkpoint.size) return undefined
  const { size, notes } = checkpoint
  const lines = (await cosignaturesOf(runner, size)).map(({ line }) => line).join('')
  const witnessed = { ...notes, sha256: `${notes.sha256}${lines}` }
  const prove = async (algorithm: DigestAlgorithm) => {
    const hashes = await tiles.tree(algorithm, size).inclusionProof(index)
    return formatProof(algorithm, { index, hashes, checkpoint: parseNote(Buffer.from(witnessed[algorithm])) })
  }
  return { size, sha256: await prove('sha256'), sm3: await prove('sm3') }
}

/**
 * Proves that the tree of `size` entries (default: that of the newest checkpoint) begins with the tree of `old`.
 * Throws `LEDGER_NOT_FOUND` where the newest checkpoint does not reach.
 */
export async function proveConsistency(
  runner: SqlRunner,
  tiles: TileCache,
  {
    algorithm,
    old,
    size,
  }: { readonly algorithm: DigestAlgorithm; readonly old: number; readonly size?: number | undefined },
): Promise<ConsistencyProof> {
  const published = (await newestCheckpoint(runner))?.size ?? 0
  const wanted = size ?? published
  const isThere = [old, wanted].every((each) => Number.isSafeInteger(each) && each >= 0) && wanted <= published
  if (!isThere || old > wanted) {
    throw new ArchiveError({ code: 'LEDGER_NOT_FOUND', found: `${old} → ${wanted} (${published})` })
  }
  return { old, size: wanted, hashes: await tiles.tree(algorithm, wanted).consistencyProof(old) }
}
