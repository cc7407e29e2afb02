import { ArchiveError } from '#archive-schema/archive-error.ts'
import { formatNote, parseNote, type SignedNote } from '#archive-schema/ledger/signed-note.ts'
import type { Ledger } from '#storage/ledger/ledger.ts'
import { askWitness, type WitnessAddress } from '#storage/witnesses/ask-witness.ts'

/**
 * 见证: has a witness cosign the newest checkpoint, with the proof from where it stood. The note with its line; nothing of it
 * is kept here. Throws `WITNESS_REFUSES` when the witness has seen another history, `WITNESS_UNAVAILABLE`, and
 * `LEDGER_NOT_FOUND` while there is no checkpoint or when the witness has seen more than the ledger has.
 */
export async function cosignNewest(ledger: Ledger, witness: WitnessAddress): Promise<Uint8Array> {
  const newest = await ledger.publish()
  if (newest === undefined) throw new ArchiveError({ code: 'LEDGER_NOT_FOUND', found: 'the ledger is empty' })
  const checkpoint = parseNote(Buffer.from(newest.notes.sha256))
  const first = await askWitness(witness, await requestFrom(ledger, checkpoint, 0, newest.size))
  if ('cosignature' in first) return withLine(checkpoint, first.cosignature)
  const again = await askWitness(witness, await requestFrom(ledger, checkpoint, first.seenSize, newest.size))
  if ('cosignature' in again) return withLine(checkpoint, again.cosignature)
  const found = `${witness.url.href}: it saw ${first.seenSize} entries, then ${again.seenSize}`
  throw new ArchiveError({ code: 'WITNESS_UNAVAILABLE', found }, { permanent: false })
}

async function requestFrom(ledger: Ledger, checkpoint: SignedNote, oldSize: number, size: number) {
  const isProofNeeded = oldSize > 0 && oldSize !== size
  const proof = isProofNeeded ? (await ledger.proveConsistency('sha256', oldSize, size)).hashes : []
  return { oldSize, proof, checkpoint }
}

function withLine({ text, signatures }: SignedNote, line: SignedNote['signatures'][number]): Uint8Array {
  return formatNote({ text, signatures: [...signatures, line] })
}
