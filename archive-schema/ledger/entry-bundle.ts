import { Buffer } from 'node:buffer'
import { demandOfEvidence } from '#archive-schema/evidence/demand.ts'
import { formatTilePath, type TilePlace } from './tile-place.ts'

/** Longest entry; the form of bundles would allow 65,535 bytes. */
export const maxEntryBytes = 255

/** 条目包 (entry bundle, C2SP tlog-tiles): every entry behind its length, two bytes big-endian. */
export function formatBundle(entries: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(entries.flatMap((entry) => [Buffer.of(entry.length >> 8, entry.length & 0xff), entry]))
}

/** The entries of a bundle that holds as many as its place says. Throws `EVIDENCE_INVALID`. */
export function parseBundle(bytes: Uint8Array, place: TilePlace): Uint8Array[] {
  const demand = (condition: boolean, found: string) => demandOfEvidence(condition, formatTilePath(place), found)
  const entries: Uint8Array[] = []
  for (let at = 0; at < bytes.length; ) {
    const length = (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0)
    const end = at + 2 + length
    demand(end <= bytes.length && length <= maxEntryBytes, `entry ${entries.length} has no such length`)
    entries.push(bytes.subarray(at + 2, end))
    at = end
  }
  demand(entries.length === place.width, `it holds ${entries.length} entries, not ${place.width}`)
  return entries
}
