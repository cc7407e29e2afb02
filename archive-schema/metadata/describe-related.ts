import type { ArrangedCase } from '#archive-schema/arranged-case.ts'
import type { BoundChild } from '#archive-schema/joint-case/bound-child.ts'
import type { Profile } from '#archive-schema/profiles/profile.ts'
import type { CaseMetadata } from './record-metadata.ts'
import { decimal, digestGroups, unlessEmpty } from './wording.ts'

/** 关联办件, and of those that are bound the package: 电子文件号, size and digests. */
export function describeRelated(
  profile: Profile,
  { caseFile: { related = [] } }: ArrangedCase,
  children: readonly BoundChild[] = [],
): CaseMetadata {
  const relatedCases = related.map((one) => {
    const child = one.binding && children.find((candidate) => isSameCase(candidate, one))
    return child === undefined ? one : { ...one, ...describePackage(profile, child) }
  })
  return {
    relatedSerialNumbers: unlessEmpty(related.map(({ serialNumber }) => serialNumber)),
    relatedCases: unlessEmpty(relatedCases),
  }
}

function describePackage(profile: Profile, { number, fixity }: BoundChild) {
  return { electronicRecordCode: number, bytes: decimal(fixity.bytes), digests: digestGroups(profile, fixity) }
}

type CaseName = { readonly systemCode: string; readonly serialNumber: string }

function isSameCase(left: CaseName, right: CaseName): boolean {
  return left.systemCode === right.systemCode && left.serialNumber === right.serialNumber
}
