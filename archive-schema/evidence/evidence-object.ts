import { Buffer } from 'node:buffer'
import { demandOfEvidence } from './demand.ts'
import { type Evidence, evidenceFileNames, evidenceFiles } from './evidence.ts'

/** How the evidence object calls itself in errors. */
const what = 'evidence.tar'
const block = 512

/**
 * The evidence of a record as one object that rests beside its package: an uncompressed `ustar` archive (POSIX.1-1988) of
 * the evidence files. The same evidence gives the same bytes; `tar -xf` unpacks it.
 */
export function writeEvidenceObject(evidence: Evidence): Uint8Array {
  const parts: Uint8Array[] = []
  for (const [name, bytes] of evidenceFiles(evidence)) {
    parts.push(writeHeader(name, bytes.length), bytes, Buffer.alloc(padding(bytes.length)))
  }
  return Buffer.concat([...parts, Buffer.alloc(2 * block)])
}

/** Reads `bytes` if they are exactly what `writeEvidenceObject` writes. Throws `EVIDENCE_INVALID`. */
export function readEvidenceObject(bytes: Uint8Array): Evidence {
  const files = readEntries(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  const part = (name: string) => {
    const content = files.get(name)
    demandOfEvidence(content !== undefined, name, 'it is not in the evidence object')
    return content
  }
  const signatureSm2 = files.get(evidenceFileNames.signatureSm2)
  const evidence = {
    manifestSha256: part(evidenceFileNames.manifestSha256),
    manifestSm3: part(evidenceFileNames.manifestSm3),
    statement: part(evidenceFileNames.statement),
    signature: part(evidenceFileNames.signature),
    ...(signatureSm2 === undefined ? {} : { signatureSm2 }),
  }
  const rebuilt = Buffer.from(writeEvidenceObject(evidence))
  demandOfEvidence(rebuilt.equals(bytes), what, 'it is not written in the one allowed way')
  return evidence
}

function writeHeader(name: string, size: number): Buffer {
  const header = Buffer.alloc(block)
  header.write(name, 0, 'latin1')
  header.write('0000644\0', 100, 'latin1') // mode
  header.write('0000000\0', 108, 'latin1') // owner
  header.write('0000000\0', 116, 'latin1') // group
  header.write(`${size.toString(8).padStart(11, '0')}\0`, 124, 'latin1')
  header.write('00000000000\0', 136, 'latin1') // time of change: 1970, so that no clock shows in the bytes
  header.write('        0', 148, 'latin1') // checksum, counted as blanks, and type: regular file
  header.write('ustar\x0000', 257, 'latin1')
  const checksum = header.reduce((sum, byte) => sum + byte, 0)
  header.write(`${checksum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return header
}

// Loose on purpose: whatever it overlooks differs from the object rebuilt from what it found.
function readEntries(bytes: Buffer): ReadonlyMap<string, Buffer> {
  const files = new Map<string, Buffer>()
  let at = 0
  while (at + block <= bytes.length && bytes[at] !== 0) {
    const name = bytes.toString('latin1', at, at + 100).replace(/\0.*$/s, '')
    const size = Number.parseInt(bytes.toString('latin1', at + 124, at + 135), 8)
    demandOfEvidence(at + block + size <= bytes.length, what, `it ends inside ${name}`)
    files.set(name, bytes.subarray(at + block, at + block + size))
    at += block + size + padding(size)
  }
  return files
}

function padding(size: number): number {
  return (block - (size % block)) % block
}
