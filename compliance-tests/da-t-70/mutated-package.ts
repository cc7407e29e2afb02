import { isDeepStrictEqual } from 'node:util'
import { attempt } from '#archive-schema/attempt.ts'
import { dat70Gd } from '#archive-schema/inspection/dat70-gd.ts'
import { readMetadata } from '#archive-schema/package/read-metadata.ts'
import { inspectPackage } from '#pipelines/inspection/inspect-package.ts'
import type { InspectionSubject } from '#pipelines/inspection/inspection-subject.ts'
import { sealSample } from '#pipelines/inspection/sealed-sample-trial.ts'
import { openPackage } from '#storage/packages/package-reader.ts'
import type { Mutation } from './package-mutations.ts'
import type { SealedRecord } from './sealed-record.ts'

/** What became of a mutated package. `harmless`: it was accepted, and holds what the good one holds. */
export type Verdict = 'rejected' | 'harmless' | 'ACCEPTED'

/** Inspects a sample after a mutation, and finds out of an accepted one whether anything was changed at all. */
export async function inspectMutated({ sample, signer }: SealedRecord, { change }: Mutation): Promise<Verdict> {
  // What cannot even be sealed never becomes a package.
  const sealed = await attempt(() => sealSample(sample, signer, change))
  if ('refusal' in sealed) return 'rejected'
  const report = await inspectPackage(sealed.value, dat70Gd)
  if (report.outcome !== 'PASS') return 'rejected'
  return (await saysTheSame(await sealSample(sample, signer), sealed.value)) ? 'harmless' : 'ACCEPTED'
}

/** Same files by name, same content, same metadata, compared with the same. Only the white space between elements may differ. */
async function saysTheSame(good: InspectionSubject, mutated: InspectionSubject): Promise<boolean> {
  const { stock, described, number, taken } = mutated
  return (
    isDeepStrictEqual({ stock, described, number, taken }, compared(good)) &&
    isDeepStrictEqual(await meaningOf(mutated), await meaningOf(good))
  )
}

function compared({ stock, described, number, taken }: InspectionSubject) {
  return { stock, described, number, taken }
}

async function meaningOf({ container, metadataProfile: profile }: InspectionSubject) {
  const { root, entries } = await openPackage(container)
  const files = new Map<string, Uint8Array>()
  for (const { path, bytes, reader } of entries) files.set(path, await reader.read(0, bytes))
  const metadata = readMetadata(profile, files)
  const metadataFiles = new Set(Object.values(profile.files).map(({ name }) => name))
  return { root, paths: [...files.keys()], metadata, content: [...files].filter(([path]) => !metadataFiles.has(path)) }
}
