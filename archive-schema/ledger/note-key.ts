import { Buffer } from 'node:buffer'
import { createPublicKey, hash, verify } from 'node:crypto'
import { demandOfEvidence, demandOfSignature } from '#archive-schema/evidence/demand.ts'
import { Sm2Verifier } from '#archive-schema/signatures/sm2.ts'
import { isKeyName, type SignedNote } from './signed-note.ts'

/** Whose signature a note carries: a name, a key ID, and how its signatures are verified. */
export interface NoteVerifier {
  readonly name: string
  /** Key ID: four bytes. */
  readonly id: Uint8Array
  /** Whether `signature` is one of this key over the note's text. Throws `SIGNATURE_INVALID` for one of another form. */
  verify(text: string, signature: Uint8Array): boolean
}

/** Something that signs the text of notes, with a key that nobody else sees. */
export interface NoteSigner {
  readonly name: string
  /** Key ID: four bytes. */
  readonly id: Uint8Array
  /** Signature in the form of the key's type (C2SP signed-note), without the key ID. */
  sign(text: string): Promise<Uint8Array>
}

/** Signature types (C2SP signed-note); SM2 has none of its own there, so it is named in the space left for that. */
export const signatureTypes = {
  ed25519: Buffer.of(0x01),
  ed25519Cosignature: Buffer.of(0x04),
  sm2: Buffer.from('\xffarchive-sm2-sm3/1', 'latin1'),
} as const

/** What goes before the 32 bytes of an Ed25519 key in SubjectPublicKeyInfo (RFC 8410). */
export const spkiOfEd25519 = Buffer.from('302a300506032b6570032100', 'hex')

/** Key ID (C2SP signed-note): first four bytes of SHA-256 over name, LF, signature type and public key. */
export function noteKeyId(name: string, type: Uint8Array, publicKey: Uint8Array): Buffer {
  demandOfEvidence(isKeyName(name), 'note key', `${JSON.stringify(name)} is no name of a key`)
  const bytes = Buffer.concat([Buffer.from(`${name}\n`), type, publicKey])
  return hash('sha256', bytes, 'buffer').subarray(0, 4)
}

/** Verifies Ed25519 signatures (type 0x01). `publicKey` has 32 bytes (RFC 8032). Throws `EVIDENCE_INVALID`. */
export function ed25519Verifier(name: string, publicKey: Uint8Array): NoteVerifier {
  const isRight = ed25519Check(publicKey)
  return {
    name,
    id: noteKeyId(name, signatureTypes.ed25519, publicKey),
    verify: (text, signature) => isRight(Buffer.from(text), signature),
  }
}

/** Verifies SM2 signatures with SM3 (type 0xff, `archive-sm2-sm3/1`): DER of r and s. `point` is 04 ‖ x ‖ y. */
export function sm2Verifier(name: string, point: Uint8Array): NoteVerifier {
  return {
    name,
    id: noteKeyId(name, signatureTypes.sm2, point),
    verify(text, signature) {
      const verifier = new Sm2Verifier(point)
      verifier.update(Buffer.from(text))
      return verifier.verify(signature)
    },
  }
}

/** Whether a signature of 64 bytes is right for a message under an Ed25519 key. Throws `EVIDENCE_INVALID` for no such key. */
export function ed25519Check(publicKey: Uint8Array): (message: Uint8Array, signature: Uint8Array) => boolean {
  demandOfEvidence(publicKey.length === 32, 'Ed25519 key', `it has ${publicKey.length} bytes, not 32`)
  const der = Buffer.concat([spkiOfEd25519, publicKey])
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' })
  return (message, signature) => signature.length === 64 && verify(null, message, key, signature)
}

/**
 * The keys among `known` that have signed the note. Lines of other keys are passed over (C2SP signed-note); a line of a
 * known key that does not verify throws `SIGNATURE_INVALID`.
 */
export function verifyNote({ text, signatures }: SignedNote, known: readonly NoteVerifier[]): NoteVerifier[] {
  const signed = new Set<NoteVerifier>()
  for (const { name, id, signature } of signatures) {
    const key = known.find((each) => each.name === name && Buffer.from(each.id).equals(id))
    if (key === undefined) continue
    demandOfSignature(key.verify(text, signature), `the signature of ${name} on the note is not right`)
    signed.add(key)
  }
  return [...signed]
}
