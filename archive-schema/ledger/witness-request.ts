import { Buffer } from 'node:buffer'
import { demandOfEvidence } from '#archive-schema/evidence/demand.ts'
import { hashFromBase64, toBase64 } from './base64.ts'
import { readProofText } from './proof-text.ts'
import { formatNote, type SignedNote } from './signed-note.ts'

/** What a witness is asked to cosign (C2SP tlog-witness, `add-checkpoint`). */
export type WitnessRequest = {
  /** Size of the checkpoint that the witness cosigned last, 0 for none. */
  readonly oldSize: number
  /** Consistency proof from that size to the checkpoint's. */
  readonly proof: readonly Uint8Array[]
  readonly checkpoint: SignedNote
}

const what = 'add-checkpoint'
const mostHashes = 63
/** The largest note, and the hashes before it. */
export const maxWitnessRequestBytes = 136 * 1024

/** Body of a request. Throws `EVIDENCE_INVALID` if a part has no such form. */
export function formatWitnessRequest({ oldSize, proof, checkpoint }: WitnessRequest): Uint8Array {
  const head = [`old ${oldSize}`, ...proof.map(toBase64), '', ''].join('\n')
  const bytes = Buffer.concat([Buffer.from(head), formatNote(checkpoint)])
  parseWitnessRequest(bytes)
  return bytes
}

/** Reads the body of a request. Throws `EVIDENCE_INVALID`. */
export function parseWitnessRequest(bytes: Uint8Array): WitnessRequest {
  const { lines, checkpoint } = readProofText(bytes, what, maxWitnessRequestBytes)
  const [first = '', ...hashes] = lines
  const [, size] = /^old (0|[1-9][0-9]{0,15})$/.exec(first) ?? []
  demandOfEvidence(Number.isSafeInteger(Number(size)), what, 'its first line is not the old size')
  demandOfEvidence(hashes.length <= mostHashes, what, `it has ${hashes.length} hashes`)
  return {
    oldSize: Number(size),
    proof: hashes.map((hash) => hashFromBase64(hash, what)),
    checkpoint,
  }
}
