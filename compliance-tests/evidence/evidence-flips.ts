import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { sealedFiles } from './laboratory.ts'
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
