import { ArchiveError } from '#archive-schema/archive-error.ts'
import { type NoteSignature, parseNote, type SignedNote } from '#archive-schema/ledger/signed-note.ts'
import type { PublishedCheckpoint } from '#storage/catalogue/ledger-states.ts'
import type { Ledger } from '#storage/ledger/ledger.ts'
import { askWitness, type WitnessAddress } from './ask-witness.ts'

/**
 * 见证: has a witness cosign a checkpoint, with the proof from where it stood. Resolves to its line. Throws `WITNESS_REFUSES` when
 * the witness has seen another history, `WITNESS_UNAVAILABLE`, and `LEDGER_NOT_FOUND` when it has seen more than the ledger has.
 */
export async function cosignCheckpoint(
  ledger: Ledger,
  { size, notes }: PublishedCheckpoint,
  witness: WitnessAddress,
): Promise<NoteSignature> {
  const checkpoint = parseNote(Buffer.from(notes.sha256))
  const first = await askWitness(witness, await requestFrom(ledger, checkpoint, 0, size))
  if ('cosignature' in first) return first.cosignature
  const again = await askWitness(witness, await requestFrom(ledger, checkpoint, first.seenSize, size))
  if ('cosignature' in again) return again.cosignature
  const found = `${witness.url.href}: it saw ${first.seenSize} entries, then ${again.seenSize}`
  throw new ArchiveError({ code: 'WITNESS_UNAVAILABLE', found }, { permanent: false })
}

async function requestFrom(ledger: Ledger, checkpoint: SignedNote, oldSize: number, size: number) {
  const isProofNeeded = oldSize > 0 && oldSize !== size
  const proof = isProofNeeded ? (await ledger.proveConsistency('sha256', oldSize, size)).hashes : []
  return { oldSize, proof, checkpoint }
}
