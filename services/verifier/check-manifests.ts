import { type DigestAlgorithm, digestAlgorithms, digestHex } from '#archive-schema/evidence/digest.ts'
import { manifestName, type PackageFile } from '#archive-schema/evidence/manifest.ts'
import type { Statement } from '#archive-schema/evidence/statement.ts'
import type { Manifests, Readings } from './read-record.ts'
import type { RecordUnderTest } from './record-under-test.ts'

/** 步骤 manifests: both manifests have the stated digests, and the files found the stated number and size. */
export function checkManifests(record: RecordUnderTest, { statement, manifests, found }: Readings): readonly string[] {
  if ('refusal' in statement) return ['without a statement nothing says what the manifests must be']
  if ('refusal' in manifests) return [manifests.refusal.message]
  if ('refusal' in found) return [found.refusal.message]
  return [
    ...checkCounts(statement.value, manifests.value, found.value),
    ...digestAlgorithms.flatMap((algorithm) => checkDigest(algorithm, record, statement.value)),
  ]
}

function checkCounts(statement: Statement, manifests: Manifests, found: readonly PackageFile[]): readonly string[] {
  const bytes = found.reduce((sum, file) => sum + file.fixity.bytes, 0)
  const isCounted = [found.length, manifests.sha256.length, manifests.sm3.length].every((n) => n === statement.files)
  return [
    ...(isCounted ? [] : [`${found.length} files are there, ${statement.files} are stated`]),
    ...(bytes === statement.bytes ? [] : [`${bytes} bytes are there, ${statement.bytes} are stated`]),
  ]
}

function checkDigest(algorithm: DigestAlgorithm, record: RecordUnderTest, statement: Statement): readonly string[] {
  const name = manifestName(algorithm)
  const bytes = record.evidence.get(name)
  const isStated = bytes !== undefined && digestHex(algorithm, bytes) === statement.manifests[algorithm]
  return isStated ? [] : [`${name} has another digest than stated`]
}
