import type { CaseFile } from '#archive-schema/case-file/case-file.ts'
import type { Fault } from '#archive-schema/fault.ts'
import type { BindingCase } from '#archive-schema/joint-case/bound-child.ts'
import type { PreservedRecord } from '#storage/catalogue/records.ts'

/** A child is a record of the body that the parent names, and names the parent itself: its sealed metadata say so. */
export function recordFaults({ source }: CaseFile, related: BindingCase, { metadata }: PreservedRecord): Fault[] {
  const { creditCode = '', relatedCases = [] } = metadata.case
  const code = 'JOINT_CHILD_DIFFERS'
  const field = related.serialNumber
  const faults: Fault[] = []
  if (!relatedCases.some((one) => one.systemCode === source.systemCode && one.serialNumber === source.serialNumber)) {
    const found = relatedCases.map(({ serialNumber }) => serialNumber).join(' ')
    faults.push({ code, field, expected: `关联办件 ${source.serialNumber}`, found })
  }
  const { creditCode: expected = creditCode } = related
  if (expected !== creditCode) faults.push({ code, field, expected, found: creditCode })
  return faults
}
