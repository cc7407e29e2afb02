import { type DescriptionVersion, sealedDescription } from '#archive-schema/description/description.ts'
import { brokenVersions } from '#archive-schema/description/description-changes.ts'
import { localTimeOf } from '#archive-schema/metadata/local-time.ts'
import type { CaseMetadata, DocumentMetadata } from '#archive-schema/metadata/record-metadata.ts'
import { digestGroups } from '#archive-schema/metadata/wording.ts'
import { contentPath } from '#archive-schema/package/content-path.ts'
import { caseRules, titleOf } from '#archive-schema/profiles/element-tables.ts'
import type { Profile } from '#archive-schema/profiles/profile.ts'
import type { DocumentEntry } from '#storage/catalogue/documents.ts'
import type { RecordEntry } from '#storage/catalogue/records.ts'
import { type Difference, differences, unlessEqual } from './differences.ts'
import { digestLine } from './digest-line.ts'
import type { InspectionSubject } from './inspection-subject.ts'

/**
 * Where the rows of the catalogue say other than the metadata of the record, the sealed package or the scope table. None
 * before registration: there are no rows yet.
 */
export function entryDifferences(subject: InspectionSubject): Difference[] {
  const { entry, described, sealed, scope, metadataProfile } = subject
  if (entry === undefined) return []
  const { record } = entry
  return [
    ...unlessEqual(titleOf(caseRules(metadataProfile), 'archivalCode'), entry.archivalCode, record.archivalCode),
    ...unlessEqual('信息包 SHA-256', sealed.sha256, record.packageFixity.sha256),
    ...unlessEqual('信息包 字节数', sealed.bytes, record.packageFixity.bytes),
    ...caseDifferences(metadataProfile, described.case, record),
    ...differences(valuesOf(scope.decision), valuesOf(record.scope)),
    ...differences(
      documentLines(described.documents.map((document) => metadataLine(metadataProfile, document))),
      documentLines(entry.documents.map((document) => entryLine(metadataProfile, document))),
    ),
    ...correctionDifferences(subject, entry.corrections),
  ].map((difference) => ({ ...difference, location: `目录 ${difference.location}` }))
}

function caseDifferences(profile: Profile, about: CaseMetadata, record: RecordEntry): Difference[] {
  const columns = columnsOf(record)
  return (Object.keys(columns) as (keyof typeof columns)[]).flatMap((key) =>
    unlessEqual(titleOf(caseRules(profile), key), textOf(about[key]), textOf(columns[key])),
  )
}

/** What the columns of a row say, as the elements that they were filled from. */
function columnsOf(record: RecordEntry) {
  return {
    electronicRecordCode: record.number,
    title: record.title,
    fondsConstitutingUnit: record.unit,
    fondsCode: record.fondsCode,
    itemCode: record.itemCode,
    itemName: record.itemName,
    result: record.result,
    year: record.year,
    retentionPeriod: record.retention,
    securityClassification: record.security,
    applicantNames: record.applicants,
    decidedAt: record.decidedAt && localTimeOf(record.decidedAt.getTime()),
    finishedAt: localTimeOf(record.finishedAt.getTime()),
  } satisfies CaseMetadata
}

function textOf(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.join('、')
}

/** The history of corrections begins with what was sealed, and each follows from the one before. */
function correctionDifferences(
  { metadataProfile, described }: InspectionSubject,
  corrections: readonly DescriptionVersion[],
): Difference[] {
  const broken = brokenVersions(metadataProfile, sealedDescription(metadataProfile, described), corrections)
  return broken.map((version) => ({ location: '著录版本', expected: '与前一版相承', found: `第 ${version} 版` }))
}

function valuesOf(decision: RecordEntry['scope']): ReadonlyMap<string, string> {
  return new Map(Object.entries(decision).map(([key, value]) => [`归档范围 ${key}`, value]))
}

function documentLines(lines: readonly string[]): ReadonlyMap<string, string> {
  return new Map(lines.map((line, i) => [`归档文件 ${i + 1}`, line]))
}

function metadataLine(
  profile: Profile,
  { folder, actualName = '∅', bytes, pageCount = '∅', digests }: DocumentMetadata,
): string {
  return `${contentPath(profile, folder, actualName)} ${bytes} ${pageCount} ${digestLine(digests)}`
}

function entryLine(profile: Profile, { path, fixity, pages }: DocumentEntry): string {
  return `${path} ${fixity.bytes} ${pages ?? '∅'} ${digestLine(digestGroups(profile, fixity))}`
}
