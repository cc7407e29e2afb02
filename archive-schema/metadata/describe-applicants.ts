import type { Applicant } from '#archive-schema/case-file/case-file.ts'
import type { CaseMetadata } from './record-metadata.ts'
import { unlessEmpty } from './wording.ts'

/** 行政相对人: the first applicant in the elements of the standard, every further one in a group of its own. */
export function describeApplicants(applicants: readonly Applicant[]): CaseMetadata {
  const [first, ...others] = applicants
  return {
    applicantNames: unlessEmpty(applicants.map(({ name }) => name)),
    applicantRole: first?.role,
    applicantType: first?.type,
    applicantIdType: first?.idType,
    applicantIdNumber: first?.idNumber,
    applicantAddress: first?.address,
    legalRepresentative: first?.legalRepresentative?.name,
    legalRepresentativeIdType: first?.legalRepresentative?.idType,
    legalRepresentativeIdNumber: first?.legalRepresentative?.idNumber,
    applicantAgent: first?.agent,
    coApplicants: unlessEmpty(others),
  }
}
