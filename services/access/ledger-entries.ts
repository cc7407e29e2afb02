import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { LedgerEntry, LedgerEntryType } from '#archive-schema/ledger/ledger-entry.ts'
import { entriesFrom, newestEntries } from '#storage/catalogue/ledger-entries.ts'
import type { EntryProofs } from '#storage/ledger/prove.ts'
import type { Archive } from '../open-archive.ts'

/** 账本条目 as it is told; without an index while it waits for its place. */
export type ToldEntry = LedgerEntry & { readonly index?: number; readonly queuedAt: string }

/** The newest entries of the ledger, those that wait first; of one type if one is asked for. */
export async function listEntries(
  { catalogue }: Pick<Archive, 'catalogue'>,
  wanted: { readonly type?: LedgerEntryType | undefined; readonly limit: number },
): Promise<ToldEntry[]> {
  const found = await newestEntries(catalogue.pool, wanted)
  return found.map(({ entry, place, queuedAt }) => ({
    ...(place === undefined ? {} : { index: place }),
    ...entry,
    queuedAt: queuedAt.toISOString(),
  }))
}

/**
 * An entry by its index, and the proofs that it stands there in both trees; a checkpoint is asked for if none covers it. Throws
 * `LEDGER_NOT_FOUND` where the ledger does not reach.
 */
export async function proveIndex(archive: Tools, index: number): Promise<ProvedEntry> {
  const known = await proveCovered(archive, index)
  if (known !== undefined) return known
  await archive.ledger.publish()
  const proved = await proveCovered(archive, index)
  if (proved === undefined) throw new ArchiveError({ code: 'LEDGER_NOT_FOUND', found: `条目 entry ${index}` })
  return proved
}

type Tools = Pick<Archive, 'catalogue' | 'ledger'>
type ProvedEntry = { readonly entry: LedgerEntry; readonly proofs: EntryProofs }

async function proveCovered({ catalogue, ledger }: Tools, index: number): Promise<ProvedEntry | undefined> {
  const [found] = await entriesFrom(catalogue.pool, index, 1)
  if (found?.place !== index) return undefined
  const proofs = await ledger.prove(found.entry)
  return proofs && { entry: found.entry, proofs }
}
