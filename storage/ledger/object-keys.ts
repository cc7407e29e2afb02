import { type DigestAlgorithm, digestHex } from '#archive-schema/evidence/digest.ts'
import type { LedgerEntry } from '#archive-schema/ledger/ledger-entry.ts'
import { formatTilePath, fullWidth, type TilePlace } from '#archive-schema/ledger/tile-place.ts'

/** Below this lies the ledger in the store. */
const top = 'ledger'
/** Sizes are safe integers: with so many digits the order of the keys is the order of the sizes. */
const sizeDigits = 16

/** Prefix of what only one tree has (C2SP tlog-tiles): the ledger's own for SHA-256, a folder in it for the sibling. */
function prefixOf(algorithm: DigestAlgorithm): string {
  return algorithm === 'sha256' ? top : `${top}/${algorithm}`
}

/** Key of a tile. Bundles of entries belong to both trees and lie there once. */
export function tileKey(algorithm: DigestAlgorithm, place: TilePlace): string {
  return `${place.level === 'entries' ? top : prefixOf(algorithm)}/${formatTilePath(place)}`
}

/** Key of the checkpoint of a tree with `size` entries. */
export function checkpointKey(algorithm: DigestAlgorithm, size: number): string {
  return `${checkpointPrefix(algorithm)}${sizePart(size)}`
}

/** What the keys of all checkpoints of a tree begin with. */
export function checkpointPrefix(algorithm: DigestAlgorithm): string {
  return `${prefixOf(algorithm)}/checkpoints/`
}

/** What the keys of all partial tiles in the place of a full one begin with. */
export function partialPrefix(algorithm: DigestAlgorithm, level: TilePlace['level'], index: number): string {
  return `${tileKey(algorithm, { level, index, width: fullWidth })}.p/`
}

/** Whether a key is that of a partial tile or bundle: it is not locked, for the full one takes its place. */
export function isPartialTile(key: string): boolean {
  return /\.p\/\d+$/.test(key)
}

/** Key of the token of an authority over the checkpoint of `size` entries. */
export function tokenKey(size: number, authority: string): string {
  return `${top}/tokens/${sizePart(size)}/${authority}.tst`
}

/** Key of the line of a witness under the checkpoint of `size` entries. */
export function cosignatureKey(size: number, witness: string): string {
  return `${top}/cosignatures/${sizePart(size)}/${digestHex('sha256', witness)}`
}

/** Key of the evidence record of a checkpoint, by a round of renewal. */
export function renewalKey(round: number, size: number): string {
  return `${renewalPrefix(round)}${sizePart(size)}.ers`
}

/** What the keys of all records of a round begin with. */
export function renewalPrefix(round: number): string {
  return `${top}/renewals/${String(round).padStart(6, '0')}/`
}

function sizePart(size: number): string {
  return String(size).padStart(sizeDigits, '0')
}

/** Key of the text that an entry is about, where it rests with no record. */
export function textKey({ type, sha256 }: Pick<LedgerEntry, 'type' | 'sha256'>): string {
  return `${textPrefix(type)}${sha256}`
}

/** What the keys of all texts of a type of entries begin with. */
export function textPrefix(type: string): string {
  return `${top}/texts/${type}/`
}
