import { ArchiveError } from '#archive-schema/archive-error.ts'
import { messageOf } from '#archive-schema/caught-error.ts'
import { demandOfSignature } from '#archive-schema/evidence/demand.ts'
import { type NoteVerifier, verifyNote } from '#archive-schema/ledger/note-key.ts'
import { type NoteSignature, parseNote } from '#archive-schema/ledger/signed-note.ts'
import { formatWitnessRequest, type WitnessRequest } from '#archive-schema/ledger/witness-request.ts'
import { postBytes } from '../content/post-bytes.ts'

/** A witness that is asked over HTTP, and whose answers are believed by its key alone. */
export type WitnessAddress = {
  /** Submission prefix. */
  readonly url: URL
  readonly verifier: NoteVerifier
  readonly patienceMs: number
}

/** What a witness answered: its signature, or the size that it saw last. */
export type WitnessReply = { readonly cosignature: NoteSignature } | { readonly seenSize: number }

const maxAnswerBytes = 64 * 1024

/**
 * Asks a witness to cosign a checkpoint. A size that it saw last is no fault: ask again with the proof from there. Throws
 * `WITNESS_REFUSES` when it says that the ledger is not what it was, `WITNESS_UNAVAILABLE` when it does not answer.
 */
export async function askWitness(witness: WitnessAddress, request: WitnessRequest): Promise<WitnessReply> {
  const { status, type, body } = await post(witness, formatWitnessRequest(request))
  if (status === 200) return { cosignature: ownLine(witness.verifier, request, body) }
  const seenSize = status === 409 && type.startsWith('text/x.tlog.size') ? /^(\d{1,16})\n$/.exec(body)?.[1] : undefined
  const isStale = seenSize !== undefined && Number(seenSize) !== request.oldSize
  if (isStale) return { seenSize: Number(seenSize) }
  const reason = status === 409 ? 'it has seen another history of the same size' : body.trim()
  const found = `${witness.url.href}: ${status} ${reason}`
  throw new ArchiveError({ code: 'WITNESS_REFUSES', found })
}

function ownLine(verifier: NoteVerifier, { checkpoint }: WitnessRequest, body: string): NoteSignature {
  const note = parseNote(Buffer.from(`${checkpoint.text}\n${body}`))
  const signed = verifyNote(note, [verifier])
  demandOfSignature(signed.length === 1, `${verifier.name} answers without its signature`)
  const isOwn = ({ name, id }: NoteSignature) => name === verifier.name && Buffer.from(id).equals(verifier.id)
  const own = note.signatures.find(isOwn)
  demandOfSignature(own !== undefined, `${verifier.name} answers without its signature`)
  return own
}

async function post({ url, patienceMs }: WitnessAddress, body: Uint8Array) {
  try {
    const place = new URL('add-checkpoint', url.href.endsWith('/') ? url : `${url.href}/`)
    const answer = await postBytes(place, { body, contentType: 'text/plain', patienceMs, maxAnswerBytes })
    if (answer.status >= 500) throw new Error(`it answers ${answer.status}`)
    return { status: answer.status, type: answer.contentType, body: answer.body.toString('utf8') }
  } catch (cause) {
    const found = `${url.href}: ${messageOf(cause)}`
    throw new ArchiveError({ code: 'WITNESS_UNAVAILABLE', found }, { cause, permanent: false })
  }
}
