import { reasonOf } from '#archive-schema/evidence/demand.ts'
import type { DigestAlgorithm } from '#archive-schema/evidence/digest.ts'
import { toBase64 } from '#archive-schema/ledger/base64.ts'
import { openCheckpoint } from '#archive-schema/ledger/checkpoint.ts'
import { treeTrust } from '#archive-schema/ledger/ledger-trust.ts'
import { parseNote } from '#archive-schema/ledger/signed-note.ts'
import type { LedgerRoots, PublishedCheckpoint } from '#storage/catalogue/ledger-states.ts'
import { forked } from './forked.ts'
import type { LedgerTools } from './ledger-tools.ts'

type Tools = Pick<LedgerTools, 'objects' | 'keys'>
type StoredCheckpoint = { readonly root: string; readonly note: string }

/** The two checkpoints of a size, as they rest in the store. */
export type StoredCheckpoints = { readonly roots: LedgerRoots; readonly notes: PublishedCheckpoint['notes'] }

/** Both checkpoints of a size. Throws `LEDGER_FORKED` if one is missing or is not of this ledger. */
export async function requireStored(size: number, tools: Tools): Promise<StoredCheckpoints> {
  const read = async (algorithm: DigestAlgorithm) => {
    const stored = await readStored(algorithm, size, tools)
    if (stored === undefined) throw forked(`the ${algorithm} checkpoint of ${size} entries is not in the store`)
    return stored
  }
  const [sha256, sm3] = [await read('sha256'), await read('sm3')]
  return { roots: { size, sha256: sha256.root, sm3: sm3.root }, notes: { sha256: sha256.note, sm3: sm3.note } }
}

/**
 * The checkpoint of a size in one tree, `undefined` if none is stored. It must be of that size and signed by our keys: throws
 * `LEDGER_FORKED`.
 */
export async function readStored(
  algorithm: DigestAlgorithm,
  size: number,
  { objects, keys }: Tools,
): Promise<StoredCheckpoint | undefined> {
  const bytes = await objects.readCheckpoint(algorithm, size)
  if (bytes === undefined) return undefined
  const checkpoint = open(bytes, algorithm, keys)
  if (checkpoint.size === size) return { root: toBase64(checkpoint.root), note: Buffer.from(bytes).toString() }
  throw forked(`the ${algorithm} checkpoint of ${size} entries is of ${checkpoint.size}`)
}

function open(bytes: Uint8Array, algorithm: DigestAlgorithm, { trust }: LedgerTools['keys']) {
  try {
    return openCheckpoint(parseNote(bytes), treeTrust(trust, algorithm))
  } catch (error) {
    throw forked(`a stored ${algorithm} checkpoint is not of this ledger: ${reasonOf(error)}`, error)
  }
}
