import type { PoolClient } from 'pg'
import { digestAlgorithms } from '#archive-schema/evidence/digest.ts'
import { formatBundle } from '#archive-schema/ledger/entry-bundle.ts'
import type { WrittenTile } from '#archive-schema/ledger/growing-tree.ts'
import { formatEntry } from '#archive-schema/ledger/ledger-entry.ts'
import { fullWidth } from '#archive-schema/ledger/tile-place.ts'
import { assignPlaces, entriesFrom, type PlacedEntry } from '#storage/catalogue/ledger-entries.ts'
import { insertState } from '#storage/catalogue/ledger-states.ts'
import { forked } from './forked.ts'
import type { LedgerTools } from './ledger-tools.ts'
import { appendEntry, rootsOf, type SiblingTrees } from './sibling-trees.ts'

/** Entries that are appended at once: as many as are held in memory. */
const mostAtOnce = 16_384
/** Objects that are written at a time. */
const writers = 8

/**
 * Appends the entries that wait: gives them their places for good, writes bundles and tiles of both trees (the store reads them
 * back), and only then commits the new state. Every key has its bytes by the order of the entries alone, so what a killed round
 * has written is written again the same. Resolves to false when there was nothing to append.
 */
export async function appendWaiting(
  connection: PoolClient,
  trees: SiblingTrees,
  { objects, now, onMoment }: LedgerTools,
): Promise<boolean> {
  const { size } = trees.sha256
  await assignPlaces(connection, mostAtOnce)
  onMoment?.('assigned')
  // The last bundle may be partial: what it held already is written again with what is new.
  const bundleStart = size - (size % fullWidth)
  const placed = await entriesFrom(connection, bundleStart, size - bundleStart + mostAtOnce)
  const entries = entriesOf(placed, bundleStart)
  if (bundleStart + entries.length === size) return false
  for (const entry of entries.slice(size - bundleStart)) appendEntry(trees, entry)
  await inParallel([
    ...bundlesOf(entries, bundleStart).map((bundle) => () => objects.putTile('sha256', bundle)),
    ...digestAlgorithms.flatMap((algorithm) =>
      trees[algorithm].takeTiles().map((tile) => () => objects.putTile(algorithm, tile)),
    ),
  ])
  onMoment?.('written')
  await insertState(connection, rootsOf(trees), now())
  onMoment?.('committed')
  return true
}

/** The bytes of the entries, which must follow each other from `start` on. */
function entriesOf(placed: readonly PlacedEntry[], start: number): Uint8Array[] {
  const gap = placed.findIndex(({ place }, i) => place !== start + i)
  if (gap >= 0) throw forked(`the database has no entry ${start + gap}`)
  return placed.map(({ entry }) => formatEntry(entry))
}

function bundlesOf(entries: readonly Uint8Array[], start: number): WrittenTile[] {
  const bundles: WrittenTile[] = []
  for (let at = 0; at < entries.length; at += fullWidth) {
    const held = entries.slice(at, at + fullWidth)
    const place = { level: 'entries', index: (start + at) / fullWidth, width: held.length } as const
    bundles.push({ place, bytes: formatBundle(held) })
  }
  return bundles
}

/** Does every task, some at a time; ends when all that were begun have ended. */
async function inParallel(tasks: readonly (() => Promise<void>)[]): Promise<void> {
  const waiting = tasks.values()
  const work = async () => {
    for (const task of waiting) await task()
  }
  const ended = await Promise.allSettled(Array.from({ length: writers }, work))
  for (const each of ended) if (each.status === 'rejected') throw each.reason
}
