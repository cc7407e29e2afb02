import { Buffer } from 'node:buffer'
import { ed25519Check, type NoteVerifier, noteKeyId, signatureTypes } from './note-key.ts'

/** 见证签名 (cosignature, C2SP tlog-cosignature): a witness says when it saw a checkpoint that goes on from all it has seen. */
export type Cosignature = { readonly seconds: bigint; readonly signature: Uint8Array }

const signatureBytes = 64
const mostSeconds = 2n ** 63n - 1n

/** Verifies cosignatures of a witness (type 0x04, Ed25519). Throws `EVIDENCE_INVALID`. */
export function cosignatureVerifier(name: string, publicKey: Uint8Array): NoteVerifier {
  const isRight = ed25519Check(publicKey)
  return {
    name,
    id: noteKeyId(name, signatureTypes.ed25519Cosignature, publicKey),
    verify(text, bytes) {
      const cosignature = parseCosignature(bytes)
      return cosignature !== undefined && isRight(cosignedMessage(text, cosignature.seconds), cosignature.signature)
    },
  }
}

/** What a witness signs: header line, time line, text of the note. */
export function cosignedMessage(text: string, seconds: bigint): Uint8Array {
  return Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`)
}

/** Reads a cosignature: time in seconds since 1970, eight bytes big-endian, then the signature; `undefined` for another form. */
export function parseCosignature(bytes: Uint8Array): Cosignature | undefined {
  if (bytes.length !== 8 + signatureBytes) return undefined
  const seconds = Buffer.from(bytes).readBigUInt64BE()
  return seconds > mostSeconds ? undefined : { seconds, signature: bytes.subarray(8) }
}

/** Bytes of a cosignature. */
export function formatCosignature({ seconds, signature }: Cosignature): Uint8Array {
  const time = Buffer.alloc(8)
  time.writeBigUInt64BE(seconds)
  return Buffer.concat([time, signature])
}
