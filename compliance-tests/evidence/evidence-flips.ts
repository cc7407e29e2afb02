import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect } from 'vitest'
import { firstFailure, type Laboratory, sealedFiles } from './laboratory.ts'
import { flip } from './tamperings.ts'

const evidenceNames = ['manifest-sha256.txt', 'manifest-sm3.txt', 'statement.txt', ...sealedFiles] as const

/** A byte of the evidence, and what is changed of it. */
export const evidenceFlips = fc.record({
  name: fc.constantFrom(...evidenceNames),
  place: fc.nat(),
  mask: fc.integer({ min: 1, max: 255 }),
})

/** Changes that byte in a record; a place beyond the file counts from its beginning again. */
export async function flipEvidence(
  record: string,
  { name, place, mask }: { readonly name: string; readonly place: number; readonly mask: number },
): Promise<void> {
  const path = join(record, 'evidence', name)
  await flip(path, place % (await readFile(path)).length, mask)
}

/** Of 25 changed bytes of the evidence: the program refuses each record, and the other verifier names the same step. */
export async function agreeOnFlips(
  laboratory: Laboratory,
  otherFailure: (record: string) => Promise<string>,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(evidenceFlips, async (change) => {
      const record = await laboratory.copy()
      await flipEvidence(record, change)
      const step = await firstFailure(record)
      expect(step).not.toBe('OK')
      expect(await otherFailure(record)).toBe(step)
    }),
    { numRuns: 25 },
  )
}
