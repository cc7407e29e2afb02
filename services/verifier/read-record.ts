import { type Attempt, attempt } from '#archive-schema/attempt.ts'
import { demandOfEvidence } from '#archive-schema/evidence/demand.ts'
import { measureStream } from '#archive-schema/evidence/digest.ts'
import { evidenceFileNames } from '#archive-schema/evidence/evidence.ts'
import { type Manifest, type PackageFile, parseManifest } from '#archive-schema/evidence/manifest.ts'
import { parseStatement, type Statement } from '#archive-schema/evidence/statement.ts'
import type { RecordUnderTest } from './record-under-test.ts'

/** The two manifests, parsed. */
export type Manifests = { readonly sha256: Manifest; readonly sm3: Manifest }

/** What a record says of itself, and what its files really are. */
export type Readings = {
  readonly statement: Attempt<Statement>
  readonly manifests: Attempt<Manifests>
  readonly found: Attempt<readonly PackageFile[]>
}

/** Reads everything once: statement, manifests, and every byte of every file. */
export async function readRecord(record: RecordUnderTest): Promise<Readings> {
  return {
    statement: await attempt(() => parseStatement(evidenceFile(record, evidenceFileNames.statement))),
    manifests: await attempt(() => readManifests(record)),
    found: await attempt(() => measureFiles(record)),
  }
}

/** An evidence file of the record. Throws `EVIDENCE_INVALID` if it is not there. */
export function evidenceFile(record: RecordUnderTest, name: string): Uint8Array {
  const bytes = record.evidence.get(name)
  demandOfEvidence(bytes !== undefined, name, 'it is missing')
  return bytes
}

function readManifests(record: RecordUnderTest): Manifests {
  const read = (name: string) => parseManifest(name, evidenceFile(record, name))
  return { sha256: read(evidenceFileNames.manifestSha256), sm3: read(evidenceFileNames.manifestSm3) }
}

async function measureFiles({ files }: RecordUnderTest): Promise<readonly PackageFile[]> {
  const found: PackageFile[] = []
  for (const { path, content } of files) found.push({ path, fixity: await measureStream(content.stream()) })
  return found
}
