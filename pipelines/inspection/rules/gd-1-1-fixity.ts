import { attempt, demandValue } from '#archive-schema/attempt.ts'
import { type DigestAlgorithm, digestHex } from '#archive-schema/evidence/digest.ts'
import { type Evidence, evidenceFileNames, evidenceFiles } from '#archive-schema/evidence/evidence.ts'
import { parseManifest } from '#archive-schema/evidence/manifest.ts'
import { verifySealing, verifySm2Sealing } from '#archive-schema/evidence/seal.ts'
import { parseStatement } from '#archive-schema/evidence/statement.ts'
import type { Trust } from '#archive-schema/evidence/trust.ts'
import type { CheckEvidence } from '#archive-schema/finding.ts'
import { localTimeOf } from '#archive-schema/metadata/local-time.ts'
import { digestGroups } from '#archive-schema/metadata/wording.ts'
import type { FileValues } from '#archive-schema/package/metadata-file.ts'
import type { Check, CheckResult } from '../check.ts'
import { latestPastTime } from '../clock-tolerance.ts'
import { refusalFault } from '../content-refusals.ts'
import { type GradedSignature, gradeSignatures, type SignatureGrade } from '../content-signatures.ts'
import { differences, repeated, unlessEqual } from '../differences.ts'
import { digestLine } from '../digest-line.ts'
import type { InspectionView } from '../inspection-view.ts'

/**
 * GD-1-1 固化信息有效性检测: the signatures of the statement are those of trusted signers, the statement speaks of this record
 * and of these manifests, manifests and 校验信息 have the digests of the files that are in the package, and the signatures inside the result files
 * hold; see `SignatureGrade` for those of other files.
 */
export const fixity: Check = {
  rule: 'GD-1-1',
  async check(view) {
    demandValue(view.opened)
    const { trust } = view.subject
    if ('refusal' in view.subject.evidence)
      return { outcome: 'FAIL', evidence: [refusalFault('证据', view.subject.evidence.refusal)] }
    const evidence = view.subject.evidence.value
    const signatures = await verifySignatures(evidence, trust)
    const faults = [
      ...signatures.flatMap(({ name, verified }) =>
        'refusal' in verified ? [refusalFault(name, verified.refusal)] : [],
      ),
      ...(await unlessRefused(evidenceFileNames.statement, () => statementFaults(view))),
      ...(await unlessRefused(evidenceFileNames.manifestSha256, () => manifestFaults(view, 'sha256'))),
      ...(await unlessRefused(evidenceFileNames.manifestSm3, () => manifestFaults(view, 'sm3'))),
      ...(await unlessRefused(view.subject.metadataProfile.files.checksums.name, () => checksumFaults(view))),
    ]
    const signers = signatures.flatMap(({ verified }) =>
      'value' in verified ? [`${verified.value.algorithm}，${verified.value.signer}`] : [],
    )
    return judgeSignatures(faults, gradeSignatures(view), {
      location: [...evidenceFiles(evidence).keys()].join('、'),
      found: `${view.measured.files.size} 个文件的 SHA-256 和 SM3 相符；签名有效（${signers.join('；')}）`,
      tool: 'node:crypto',
    })
  },
}

/** Each signature of the statement that there is; one by SM2 is not there in records of before. */
async function verifySignatures({ statement, signature, signatureSm2 }: Evidence, trust: Trust) {
  const { signature: name, signatureSm2: sm2Name } = evidenceFileNames
  const generic = { name, verified: await attempt(() => verifySealing(signature, statement, trust)) }
  if (signatureSm2 === undefined) return [generic]
  return [generic, { name: sm2Name, verified: await attempt(() => verifySm2Sealing(signatureSm2, statement, trust)) }]
}

/** Faults of the package and of signatures fail; without one, what waits for a person; without that, what was seen. */
function judgeSignatures(
  faults: readonly CheckEvidence[],
  signatures: readonly GradedSignature[],
  seen: CheckEvidence,
): CheckResult {
  const graded = (grade: SignatureGrade) => signatures.filter((one) => one.grade === grade).map((one) => one.evidence)
  const failed = [...faults, ...graded('fault')]
  if (failed.length > 0) return { outcome: 'FAIL', evidence: failed }
  const waiting = graded('review')
  if (waiting.length > 0) return { outcome: 'MANUAL_REVIEW', evidence: waiting }
  return { outcome: 'PASS', evidence: [seen, ...graded('warning'), ...graded('sound')] }
}

/** Evidence or 校验信息 that cannot be read is a fault of the record, not of the check. */
async function unlessRefused(location: string, faults: () => readonly CheckEvidence[]) {
  const read = await attempt(faults)
  return 'refusal' in read ? [refusalFault(location, read.refusal)] : read.value
}

function statementFaults({ subject, measured }: InspectionView): readonly CheckEvidence[] {
  const { number, at } = subject
  const evidence = demandValue(subject.evidence)
  const statement = parseStatement(evidence.statement)
  const sizes = [...measured.files.values()].map(({ bytes }) => bytes)
  const place = (line: string) => `${evidenceFileNames.statement} ${line}`
  const sealedAt = localTimeOf(statement.sealedAt.getTime())
  const latest = latestPastTime(at)
  return [
    ...unlessEqual(place('id'), number, statement.id),
    ...unlessEqual(place('files'), statement.files, sizes.length),
    ...unlessEqual(
      place('bytes'),
      statement.bytes,
      sizes.reduce((sum, size) => sum + size, 0),
    ),
    ...unlessEqual(place('manifest-sha256'), statement.manifests.sha256, digestHex('sha256', evidence.manifestSha256)),
    ...unlessEqual(place('manifest-sm3'), statement.manifests.sm3, digestHex('sm3', evidence.manifestSm3)),
    ...(sealedAt <= latest ? [] : [{ location: place('sealed'), expected: `≤ ${latest}`, found: sealedAt }]),
  ]
}

function manifestFaults({ subject, measured }: InspectionView, algorithm: DigestAlgorithm): readonly CheckEvidence[] {
  const { manifestSha256, manifestSm3 } = demandValue(subject.evidence)
  const bytes = algorithm === 'sha256' ? manifestSha256 : manifestSm3
  const name = algorithm === 'sha256' ? evidenceFileNames.manifestSha256 : evidenceFileNames.manifestSm3
  const listed = parseManifest(name, bytes).map(({ path, digest }) => [`${name} ${path}`, digest] as const)
  const found = [...measured.files].map(([path, file]) => [`${name} ${path}`, file[algorithm]] as const)
  return differences(new Map(listed), new Map(found))
}

/** 校验信息 lists every file of the package but itself once, with size and both digests. */
function checksumFaults({ subject, measured, packaged }: InspectionView): readonly CheckEvidence[] {
  const { name } = subject.metadataProfile.files.checksums
  const listed = demandValue(packaged.checksums).files ?? []
  const found = [...measured.files].flatMap(([path, fixity]) => {
    const digests = digestGroups(subject.metadataProfile, fixity)
    return path === name ? [] : [{ path, bytes: String(fixity.bytes), digests }]
  })
  const twice = repeated(listed.map(({ path = '' }) => path))
  return [
    ...twice.map((path) => ({ location: `${name} ${path}`, expected: '仅一次', found: '重复' })),
    ...differences(checksumLines(name, listed), checksumLines(name, found)),
  ]
}

type Checksums = NonNullable<FileValues<'checksums'>['files']>

function checksumLines(name: string, files: Checksums): ReadonlyMap<string, string> {
  return new Map(files.map(({ path, bytes, digests }) => [`${name} ${path}`, `${bytes} ${digestLine(digests)}`]))
}
