import type { PoolClient } from 'pg'
import { attempt } from '#archive-schema/attempt.ts'
import { type DigestAlgorithm, digestAlgorithms } from '#archive-schema/evidence/digest.ts'
import { toBase64 } from '#archive-schema/ledger/base64.ts'
import { GrowingTree } from '#archive-schema/ledger/growing-tree.ts'
import { parseTile } from '#archive-schema/ledger/hash-tile.ts'
import { formatEntry } from '#archive-schema/ledger/ledger-entry.ts'
import { fullWidth, partialTiles, type TilePlace } from '#archive-schema/ledger/tile-place.ts'
import { emptyRoot, leafHash } from '#archive-schema/ledger/tree-hash.ts'
import { entriesFrom } from '#storage/catalogue/ledger-entries.ts'
import type { LedgerRoots } from '#storage/catalogue/ledger-states.ts'
import { forked } from './forked.ts'
import type { LedgerObjects } from './ledger-objects.ts'

/** Both trees over the same entries: neither depends on the hash of the other. */
export type SiblingTrees = { readonly [algorithm in DigestAlgorithm]: GrowingTree }

/** The roots of both trees. */
export function rootsOf(trees: SiblingTrees): LedgerRoots {
  return { size: trees.sha256.size, sha256: toBase64(trees.sha256.root()), sm3: toBase64(trees.sm3.root()) }
}

/** The state of a ledger without entries. */
export const emptyState: LedgerRoots = {
  size: 0,
  sha256: toBase64(emptyRoot('sha256')),
  sm3: toBase64(emptyRoot('sm3')),
}

/** Appends an entry to both. */
export function appendEntry(trees: SiblingTrees, entry: Uint8Array): void {
  for (const algorithm of digestAlgorithms) trees[algorithm].append(leafHash(algorithm, entry))
}

/** The trees of a state, from their tiles in the store. Throws `LEDGER_FORKED` if these have other roots. */
export async function loadTrees(
  connection: PoolClient,
  objects: LedgerObjects,
  state: LedgerRoots,
): Promise<SiblingTrees> {
  const load = async (algorithm: DigestAlgorithm) => {
    const edge: Uint8Array[][] = []
    for (const place of partialTiles(state.size))
      edge[Number(place.level)] = await edgeTile(connection, objects, algorithm, place)
    return new GrowingTree(
      algorithm,
      state.size,
      Array.from(edge, (row) => row ?? []),
    )
  }
  const trees = { sha256: await load('sha256'), sm3: await load('sm3') }
  for (const algorithm of digestAlgorithms)
    if (toBase64(trees[algorithm].root()) !== state[algorithm])
      throw forked(`the tiles of ${state.size} entries have another ${algorithm} root than the database`)
  return trees
}

/** A partial tile; it is not locked, so when it is gone it is made again: from the entries, or from the tiles below it. */
async function edgeTile(
  connection: PoolClient,
  objects: LedgerObjects,
  algorithm: DigestAlgorithm,
  place: TilePlace,
): Promise<Uint8Array[]> {
  const stored = await attempt(() => objects.readTile(algorithm, place))
  if ('value' in stored) return parseTile(stored.value, place)
  if (stored.refusal.code !== 'STORE_OBJECT_MISSING') throw stored.refusal
  const first = place.index * fullWidth
  if (place.level === 0) {
    const entries = await entriesFrom(connection, first, place.width)
    return entries.map(({ entry }) => leafHash(algorithm, formatEntry(entry)))
  }
  const below = Number(place.level) - 1
  const tiles = Array.from({ length: place.width }, (_, i) =>
    objects.tile(algorithm, { level: below, index: first + i, width: fullWidth }),
  )
  return (await Promise.all(tiles)).map((tile) => tile.root())
}
