import { ArchiveError } from '#archive-schema/archive-error.ts'
import { formatNote, parseNote } from '#archive-schema/ledger/signed-note.ts'
import type { Ledger } from '#storage/ledger/ledger.ts'
import type { WitnessAddress } from '#storage/witnesses/ask-witness.ts'
import { cosignCheckpoint } from '#storage/witnesses/cosign-checkpoint.ts'

/**
 * 见证: has a witness cosign the newest checkpoint. The note with its line; nothing of it is kept here. Throws as
 * `cosignCheckpoint`, and `LEDGER_NOT_FOUND` while there is no checkpoint.
 */
export async function cosignNewest(ledger: Ledger, witness: WitnessAddress): Promise<Uint8Array> {
  const newest = await ledger.publish()
  if (newest === undefined) throw new ArchiveError({ code: 'LEDGER_NOT_FOUND', found: 'the ledger is empty' })
  const line = await cosignCheckpoint(ledger, newest, witness)
  const { text, signatures } = parseNote(Buffer.from(newest.notes.sha256))
  return formatNote({ text, signatures: [...signatures, line] })
}
