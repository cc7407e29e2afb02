import { ArchiveError } from '#archive-schema/archive-error.ts'
import { attempt, demandValue } from '#archive-schema/attempt.ts'
import type { DigestAlgorithm } from '#archive-schema/evidence/digest.ts'
import { toBase64 } from '#archive-schema/ledger/base64.ts'
import { parseTilePath, tileIn } from '#archive-schema/ledger/tile-place.ts'
import type { PublishedCheckpoint } from '#storage/catalogue/ledger-states.ts'
import type { Archive } from '../open-archive.ts'

type Tools = Pick<Archive, 'ledger'>

/** The newest published checkpoint. Throws `LEDGER_NOT_FOUND` while there is none. */
export async function requireCheckpoint({ ledger }: Tools): Promise<PublishedCheckpoint> {
  const newest = await ledger.newest()
  if (newest === undefined) throw new ArchiveError({ code: 'LEDGER_NOT_FOUND', found: '检查点 checkpoint' })
  return newest
}

/** A proof of consistency as it is told: hashes in base64. Throws `LEDGER_NOT_FOUND`. */
export async function consistency(
  { ledger }: Tools,
  { tree, old, size }: { readonly tree: DigestAlgorithm; readonly old: number; readonly size?: number | undefined },
) {
  const proof = await ledger.proveConsistency(tree, old, size)
  return { tree, old, size: proof.size, hashes: proof.hashes.map(toBase64) }
}

/** A tile or bundle of what is published, by its path in C2SP tlog-tiles. Throws `LEDGER_NOT_FOUND`. */
export async function readLedgerTile({ ledger }: Tools, tree: DigestAlgorithm, path: string): Promise<Uint8Array> {
  const missing = () => new ArchiveError({ code: 'LEDGER_NOT_FOUND', found: path })
  const place = await attempt(() => parseTilePath(path))
  if ('refusal' in place) throw missing()
  const { size } = await requireCheckpoint({ ledger })
  const published = tileIn(size, place.value.level, place.value.index)
  if (published === undefined || place.value.width > published.width) throw missing()
  const bytes = await attempt(() => ledger.readTile(tree, place.value))
  if ('refusal' in bytes && bytes.refusal.code === 'STORE_OBJECT_MISSING') throw missing()
  return demandValue(bytes)
}
