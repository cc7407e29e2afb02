import { attempt } from '#archive-schema/attempt.ts'
import { type DigestAlgorithm, digestHex } from '#archive-schema/evidence/digest.ts'
import { formatBundle } from '#archive-schema/ledger/entry-bundle.ts'
import { formatTile, HashTile } from '#archive-schema/ledger/hash-tile.ts'
import { formatEntry } from '#archive-schema/ledger/ledger-entry.ts'
import { fullWidth, parseTilePath, type TilePlace, tileIn } from '#archive-schema/ledger/tile-place.ts'
import { leafHash } from '#archive-schema/ledger/tree-hash.ts'
import { type CheckpointCompanion, companionsOf } from '#storage/catalogue/checkpoint-companions.ts'
import { entriesFrom } from '#storage/catalogue/ledger-entries.ts'
import { checkpointOf, newestState } from '#storage/catalogue/ledger-states.ts'
import type { SqlRunner } from '#storage/catalogue/sql.ts'
import { cosignatureKey, renewalKey, tokenKey } from '#storage/ledger/object-keys.ts'
import type { ExpectedObject } from './expected-object.ts'

const form =
  /^ledger\/(?:texts\/[a-z][a-z-]{0,31}\/(?<text>[0-9a-f]{64})|(?:tokens|cosignatures|renewals\/[0-9]{6})\/(?<beside>[0-9]{16})(?:\/[^/]+|\.ers)|(?<sm3>sm3\/)?(?:checkpoints\/(?<size>[0-9]{16})|(?<tile>tile\/.+)))$/

/** Whether a key is one under which the ledger keeps something. */
export function isLedgerKey(key: string): boolean {
  return form.test(key)
}

/** The tile that a key of the ledger names, if it names one. */
export async function tileOfKey(key: string): Promise<TilePlace | undefined> {
  const path = form.exec(key)?.groups?.['tile']
  const parsed = path === undefined ? undefined : await attempt(() => parseTilePath(path))
  return parsed !== undefined && 'value' in parsed ? parsed.value : undefined
}

/**
 * What an object of the ledger ought to be, computed from the entries and checkpoints of the catalogue and never from the store;
 * `undefined` where the catalogue knows no such object.
 */
export async function expectedLedgerObject(runner: SqlRunner, key: string): Promise<ExpectedObject | undefined> {
  const { text, sm3, size, beside } = form.exec(key)?.groups ?? {}
  if (text !== undefined) return { key, registered: [{ place: '账本条目', sha256: text }] }
  if (beside !== undefined) return expectedCompanion(runner, key, Number(beside))
  const algorithm = sm3 === undefined ? 'sha256' : 'sm3'
  if (size !== undefined)
    return expectedBytes(key, '检查点', (await checkpointOf(runner, Number(size)))?.notes[algorithm])
  const tile = await tileOfKey(key)
  if (tile === undefined) return undefined
  return expectedBytes(key, '账本条目', await tileBytes(runner, algorithm, tile))
}

async function expectedCompanion(runner: SqlRunner, key: string, size: number): Promise<ExpectedObject | undefined> {
  const own = (await companionsOf(runner, [size])).find((companion) => companionKey(companion) === key)
  return own && { key, registered: [{ place: '检查点', sha256: own.sha256 }] }
}

/** Key of what rests beside a checkpoint. */
export function companionKey(companion: CheckpointCompanion): string {
  const { size } = companion
  switch (companion.kind) {
    case 'token':
      return tokenKey(size, companion.authority)
    case 'cosignature':
      return cosignatureKey(size, companion.witness)
    case 'renewal':
      return renewalKey(companion.round, size)
  }
}

/** Whether a key is that of a partial tile for which the trees have a wider one now: then it may be gone. */
export async function isOutgrownTile(runner: SqlRunner, key: string): Promise<boolean> {
  const tile = await tileOfKey(key)
  if (tile === undefined || tile.width === fullWidth) return false
  const size = (await newestState(runner))?.size ?? 0
  return (tileIn(size, tile.level, tile.index)?.width ?? 0) > tile.width
}

function expectedBytes(
  key: string,
  place: string,
  content: Uint8Array | string | undefined,
): ExpectedObject | undefined {
  if (content === undefined) return undefined
  return { key, registered: [{ place, sha256: digestHex('sha256', content), bytes: Buffer.byteLength(content) }] }
}

/** Bytes of a tile or bundle; `undefined` where the committed trees do not reach. */
async function tileBytes(
  runner: SqlRunner,
  algorithm: DigestAlgorithm,
  tile: TilePlace,
): Promise<Uint8Array | undefined> {
  const { level, index, width } = tile
  const under = fullWidth ** (level === 'entries' ? 0 : level)
  const size = (await newestState(runner))?.size ?? 0
  if ((index * fullWidth + width) * under > size) return undefined
  if (level === 'entries') return formatBundle(await entries(runner, index * fullWidth, width))
  return formatTile(await hashes(runner, algorithm, level, index * fullWidth, width))
}

/** `width` hashes of a level, from the `start`-th on. */
async function hashes(
  runner: SqlRunner,
  algorithm: DigestAlgorithm,
  level: number,
  start: number,
  width: number,
): Promise<Uint8Array[]> {
  if (level === 0) return (await entries(runner, start, width)).map((entry) => leafHash(algorithm, entry))
  const found: Uint8Array[] = []
  for (let at = start; at < start + width; at += 1) {
    const below = await hashes(runner, algorithm, level - 1, at * fullWidth, fullWidth)
    found.push(new HashTile(algorithm, below).root())
  }
  return found
}

async function entries(runner: SqlRunner, start: number, width: number): Promise<Uint8Array[]> {
  return (await entriesFrom(runner, start, width)).map(({ entry }) => formatEntry(entry))
}
