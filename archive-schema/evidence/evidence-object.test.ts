import fc from 'fast-check'
import { expect, test } from 'vitest'
import { evidenceFiles } from './evidence.ts'
import { readEvidenceObject, writeEvidenceObject } from './evidence-object.ts'

const part = fc.uint8Array({ maxLength: 1600 })
const parts = { manifestSha256: part, manifestSm3: part, statement: part, signature: part }
const evidences = fc.oneof(fc.record(parts), fc.record({ ...parts, signatureSm2: part }))

test('reading undoes writing', () => {
  fc.assert(
    fc.property(evidences, (evidence) => {
      const read = readEvidenceObject(writeEvidenceObject(evidence))
      expect(Object.keys(read).sort()).toEqual(Object.keys(evidence).sort())
      for (const [name, bytes] of evidenceFiles(evidence)) {
        expect(evidenceFiles(read).get(name)).toEqual(Buffer.from(bytes))
      }
    }),
  )
})

test('a changed byte is refused or changes a file', () => {
  fc.assert(
    fc.property(evidences, fc.nat(), fc.integer({ min: 1, max: 255 }), (evidence, place, mask) => {
      const bytes = Buffer.from(writeEvidenceObject(evidence))
      const at = place % bytes.length
      bytes[at] = (bytes[at] ?? 0) ^ mask
      try {
        expect(Buffer.from(writeEvidenceObject(readEvidenceObject(bytes))).equals(bytes)).toBe(true)
      } catch (error) {
        expect(error).toMatchObject({ code: 'EVIDENCE_INVALID' })
      }
    }),
    { numRuns: 1000 },
  )
})

test('any cut and anything added is refused', () => {
  const bytes = Buffer.from(
    writeEvidenceObject({
      manifestSha256: Buffer.from('a'),
      manifestSm3: Buffer.from('b'),
      statement: Buffer.from('c'),
      signature: Buffer.from('d'),
      signatureSm2: Buffer.from('e'),
    }),
  )
  for (let length = 0; length < bytes.length; length += 1) {
    expect(() => readEvidenceObject(bytes.subarray(0, length))).toThrow(
      expect.objectContaining({ code: 'EVIDENCE_INVALID' }),
    )
  }
  expect(() => readEvidenceObject(Buffer.concat([bytes, Buffer.alloc(512)]))).toThrow(
    'not written in the one allowed way',
  )
})
