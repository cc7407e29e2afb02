import { Buffer } from 'node:buffer'
import { demandOfEvidence } from '#archive-schema/evidence/demand.ts'
import { parseNote, type SignedNote } from './signed-note.ts'

/** Lines of a proof, and the checkpoint that follows them after an empty line. */
export type ProofText = { readonly lines: readonly string[]; readonly checkpoint: SignedNote }

/** Parts the lines of a proof from its checkpoint, as files and requests of C2SP hold them. Throws `EVIDENCE_INVALID` of `file`. */
export function readProofText(bytes: Uint8Array, file: string, maxBytes: number): ProofText {
  demandOfEvidence(bytes.length <= maxBytes, file, `it is over ${maxBytes} bytes long`)
  const whole = Buffer.from(bytes)
  const parting = whole.indexOf('\n\n')
  demandOfEvidence(parting >= 0, file, 'no empty line parts the proof from the checkpoint')
  return {
    lines: whole.toString('latin1', 0, parting).split('\n'),
    checkpoint: parseNote(whole.subarray(parting + 2)),
  }
}
