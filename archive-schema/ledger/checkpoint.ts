import { Buffer } from 'node:buffer'
import { demandOfEvidence, demandOfSignature } from '#archive-schema/evidence/demand.ts'
import type { DigestAlgorithm } from '#archive-schema/evidence/digest.ts'
import { hashFromBase64, toBase64 } from './base64.ts'
import { type NoteSigner, type NoteVerifier, verifyNote } from './note-key.ts'
import { isKeyName, type SignedNote } from './signed-note.ts'
import { emptyRoot } from './tree-hash.ts'

/** 检查点 (checkpoint, C2SP tlog-checkpoint): a state of a ledger that its operator has signed. */
export type Checkpoint = {
  /** 账本标识: name of the tree, and of the keys that sign it. */
  readonly origin: string
  readonly size: number
  readonly root: Uint8Array
}

const what = 'checkpoint'
const form = /^(.+)\n(0|[1-9][0-9]{0,15})\n([0-9A-Za-z+/]{43}=)\n$/

/** Origin of the tree with this hash: that of the ledger for SHA-256, the same with `-sm3` for its sibling. */
export function originOf(ledger: string, algorithm: DigestAlgorithm): string {
  return algorithm === 'sha256' ? ledger : `${ledger}-${algorithm}`
}

/** Text of a checkpoint: three lines, no extension. Throws `EVIDENCE_INVALID` if a field has no such form. */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  const text = `${origin}\n${size}\n${toBase64(root)}\n`
  parseCheckpoint(text)
  return text
}

/** Reads a text if it is exactly what `formatCheckpoint` writes. Throws `EVIDENCE_INVALID`. */
export function parseCheckpoint(text: string): Checkpoint {
  const [, origin = '', size, root = ''] = form.exec(text) ?? []
  demandOfEvidence(isKeyName(origin), what, 'it is not the three lines of a checkpoint')
  const checkpoint = { origin, size: Number(size), root: hashFromBase64(root, what) }
  demandOfEvidence(Number.isSafeInteger(checkpoint.size), what, `${size} entries cannot be counted`)
  return checkpoint
}

/** Signs a checkpoint with every key. */
export async function signCheckpoint(checkpoint: Checkpoint, signers: readonly NoteSigner[]): Promise<SignedNote> {
  const text = formatCheckpoint(checkpoint)
  const signatures = signers.map(async (signer) => {
    return { name: signer.name, id: signer.id, signature: await signer.sign(text) }
  })
  return { text, signatures: await Promise.all(signatures) }
}

/**
 * The checkpoint that a note is, if it is of the tree `origin` and all of `keys` have signed it that sign checkpoints of its size.
 * Throws `EVIDENCE_INVALID`, `SIGNATURE_INVALID`.
 */
export function openCheckpoint(note: SignedNote, { origin, algorithm, keys }: LedgerTreeTrust): Checkpoint {
  const checkpoint = parseCheckpoint(note.text)
  demandOfEvidence(checkpoint.origin === origin, what, `it is of ${checkpoint.origin}, not of ${origin}`)
  const isEmpty = Buffer.from(checkpoint.root).equals(emptyRoot(algorithm))
  demandOfEvidence((checkpoint.size === 0) === isEmpty, what, 'size and root contradict each other')
  const signing = keys.filter(({ from }) => from <= checkpoint.size).map(({ verifier }) => verifier)
  const signed = verifyNote(note, signing)
  const missing = signing.filter((key) => !signed.includes(key))
  demandOfSignature(signing.length > 0, 'no key of the ledger is known')
  demandOfSignature(missing.length === 0, `${missing.length} of ${signing.length} keys of ${origin} have not signed`)
  return checkpoint
}

/** What a verifier believes of one tree: its origin, and the keys that must all have signed. */
export type LedgerTreeTrust = {
  readonly origin: string
  readonly algorithm: DigestAlgorithm
  readonly keys: readonly LedgerKey[]
}

/** A key of a ledger, and entries of the first checkpoint that it signs. */
export type LedgerKey = { readonly from: number; readonly verifier: NoteVerifier }
