import { generateKeyPairSync, sign } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { signCheckpoint } from './checkpoint.ts'
import { entryOf, formatEntry } from './ledger-entry.ts'
import { type LedgerTrust, treeTrust } from './ledger-trust.ts'
import { MemoryTree } from './memory-tree-trial.ts'
import { formatProof, parseProof, type TlogProof, verifyProof } from './tlog-proof.ts'

const pair = generateKeyPairSync('ed25519')
const trust: LedgerTrust = {
  origin: 'archive.example/ledger',
  ed25519Pem: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
}
const entries = Array.from({ length: 300 }, (_, i) => formatEntry(entryOf('seal', Buffer.from(`statement ${i}`))))
const index = 257
const entry = entries[index] ?? Buffer.of()
const invalid = expect.objectContaining({ code: 'EVIDENCE_INVALID' })

describe.for(['sha256', 'sm3'] as const)('a proof in the %s tree', (algorithm) => {
  const tree = treeTrust(trust, algorithm)
  let proof: TlogProof
  let text: string
  beforeAll(async () => {
    const memory = new MemoryTree(algorithm)
    for (const each of entries) memory.append(each)
    const checkpoint = { origin: tree.origin, size: 300, root: await memory.at(300).root() }
    const signer = {
      name: tree.origin,
      id: tree.keys[0]?.verifier.id ?? Buffer.of(),
      sign: async (note: string) => sign(null, Buffer.from(note), pair.privateKey),
    }
    proof = {
      index,
      hashes: await memory.at(300).inclusionProof(index),
      checkpoint: await signCheckpoint(checkpoint, [signer]),
    }
    text = Buffer.from(formatProof(algorithm, proof)).toString()
  })

  test('is index, hashes and checkpoint in the form of C2SP tlog-proof, and leads to the checkpoint', () => {
    const [first, second, ...rest] = text.split('\n')
    expect(first).toBe(algorithm === 'sha256' ? 'c2sp.org/tlog-proof@v1' : 'archive-tlog-proof-sm3/1')
    expect(second).toBe('index 257')
    expect(rest.indexOf('')).toBe(proof.hashes.length)
    const read = parseProof(algorithm, Buffer.from(text))
    expect(Buffer.from(formatProof(algorithm, read)).toString()).toBe(text)
    expect(verifyProof(read, entry, tree)).toMatchObject({ size: 300, origin: tree.origin })
  })

  test('is refused when any byte of it was changed', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), (place, mask) => {
        const bytes = Buffer.from(text)
        const at = place % bytes.length
        bytes[at] = (bytes[at] ?? 0) ^ mask
        expect(() => verifyProof(parseProof(algorithm, bytes), entry, tree)).toThrow(
          expect.objectContaining({ code: expect.stringMatching(/^(EVIDENCE|SIGNATURE)_INVALID$/) }),
        )
      }),
      { numRuns: 500 },
    )
  })

  test('is refused for another entry, another index and in the place of the other tree', () => {
    const read = parseProof(algorithm, Buffer.from(text))
    expect(() => verifyProof(read, entries[0] ?? entry, tree)).toThrow(invalid)
    expect(() => verifyProof({ ...read, index: 256 }, entry, tree)).toThrow(invalid)
    expect(() => verifyProof({ ...read, index: 300 }, entry, tree)).toThrow(invalid)
    const other = algorithm === 'sha256' ? 'sm3' : 'sha256'
    expect(() => parseProof(other, Buffer.from(text))).toThrow(invalid)
    expect(() => verifyProof(read, entry, treeTrust(trust, other))).toThrow(invalid)
  })

  test.for([
    ['an extra line', (whole: string) => whole.replace('\nindex', '\nextra YQ==\nindex')],
    ['a leading zero', (whole: string) => whole.replace('index ', 'index 0')],
    ['no index', (whole: string) => whole.replace('index 257\n', '')],
    ['a hash too many', (whole: string) => whole.replace('index 257\n', `index 257\n${'A'.repeat(43)}=\n`)],
    ['a hash that is cut', (whole: string) => whole.replace(/(index 257\n)..../, '$1')],
    ['CRLF', (whole: string) => whole.replaceAll('\n', '\r\n')],
    ['a missing final LF', (whole: string) => whole.trimEnd()],
    ['no checkpoint', (whole: string) => whole.slice(0, whole.indexOf('\n\n') + 2)],
    [
      'hundreds of hashes',
      (whole: string) => whole.replace('index 257\n', `index 257\n${`${'A'.repeat(43)}=\n`.repeat(60)}`),
    ],
  ] as const)('is refused with %s', ([, change]) => {
    expect(change(text)).not.toBe(text)
    expect(() => verifyProof(parseProof(algorithm, Buffer.from(change(text))), entry, tree)).toThrow(invalid)
  })
})
