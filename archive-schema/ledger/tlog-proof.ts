import { Buffer } from 'node:buffer'
import { demandOfEvidence } from '#archive-schema/evidence/demand.ts'
import type { DigestAlgorithm } from '#archive-schema/evidence/digest.ts'
import { hashFromBase64, toBase64 } from './base64.ts'
import { type Checkpoint, type LedgerTreeTrust, openCheckpoint } from './checkpoint.ts'
import { isIncluded } from './inclusion-proof.ts'
import { readProofText } from './proof-text.ts'
import { formatNote, type SignedNote } from './signed-note.ts'
import { leafHash } from './tree-hash.ts'

/** 存在证明文件 (C2SP tlog-proof): index of an entry, its proof of inclusion, and the checkpoint that it leads to. */
export type TlogProof = {
  readonly index: number
  /** From the leaf's sibling upward. */
  readonly hashes: readonly Uint8Array[]
  readonly checkpoint: SignedNote
}

/** Names of the proofs among the evidence files. */
export const proofNames = { sha256: 'log.tlog-proof', sm3: 'log-sm3.tlog-proof' } as const

const firstLines = { sha256: 'c2sp.org/tlog-proof@v1', sm3: 'archive-tlog-proof-sm3/1' } as const
/** Trees of safe integers are not higher. */
const mostHashes = 53
const maxProofBytes = 256 * 1024

/** Bytes of a proof. Throws `EVIDENCE_INVALID` if a part has no such form. */
export function formatProof(algorithm: DigestAlgorithm, { index, hashes, checkpoint }: TlogProof): Uint8Array {
  const head = [firstLines[algorithm], `index ${index}`, ...hashes.map(toBase64), '', ''].join('\n')
  const bytes = Buffer.concat([Buffer.from(head), formatNote(checkpoint)])
  parseProof(algorithm, bytes)
  return bytes
}

/** Reads a proof without `extra` line, which nothing authenticates. Throws `EVIDENCE_INVALID`. */
export function parseProof(algorithm: DigestAlgorithm, bytes: Uint8Array): TlogProof {
  const file = proofNames[algorithm]
  const { lines, checkpoint } = readProofText(bytes, file, maxProofBytes)
  const [first, second = '', ...hashes] = lines
  demandOfEvidence(first === firstLines[algorithm], file, `its first line is not ${firstLines[algorithm]}`)
  const [, index] = /^index (0|[1-9][0-9]{0,15})$/.exec(second) ?? []
  demandOfEvidence(Number.isSafeInteger(Number(index)), file, 'its second line is not the index')
  demandOfEvidence(hashes.length <= mostHashes, file, `it has ${hashes.length} hashes`)
  return {
    index: Number(index),
    hashes: hashes.map((hash) => hashFromBase64(hash, file)),
    checkpoint,
  }
}

/** The checkpoint under which `entry` is proved to stand at `index`. Throws `EVIDENCE_INVALID`, `SIGNATURE_INVALID`. */
export function verifyProof(proof: TlogProof, entry: Uint8Array, trust: LedgerTreeTrust): Checkpoint {
  const checkpoint = openCheckpoint(proof.checkpoint, trust)
  demandInclusion(proof, entry, checkpoint, trust.algorithm)
  return checkpoint
}

/** Goes on only if the proof leads from the entry to the root of the checkpoint. Throws `EVIDENCE_INVALID`. */
export function demandInclusion(
  { index, hashes }: TlogProof,
  entry: Uint8Array,
  { size, root }: Checkpoint,
  algorithm: DigestAlgorithm,
): void {
  const inclusion = { leaf: leafHash(algorithm, entry), index, size, root }
  const file = proofNames[algorithm]
  demandOfEvidence(
    isIncluded(algorithm, inclusion, hashes),
    file,
    `the entry is not number ${index} of the ${algorithm} tree`,
  )
}
