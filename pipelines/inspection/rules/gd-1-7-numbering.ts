import { parseArchivalCode } from '#archive-schema/archival-code.ts'
import type { CheckEvidence } from '#archive-schema/finding.ts'
import type { CaseMetadata } from '#archive-schema/metadata/record-metadata.ts'
import { parseElectronicRecordCode } from '#archive-schema/package/electronic-record-code.ts'
import type { Profile } from '#archive-schema/profiles/profile.ts'
import { checkBothSides } from '../both-sides.ts'
import type { Check } from '../check.ts'
import { unlessEqual } from '../differences.ts'
import type { InspectionSubject } from '../inspection-subject.ts'

/**
 * GD-1-7 档号规范性检测: the 电子文件号 is that of the record and has its prescribed form, and its parts are what the metadata
 * say. The 档号 is given after the inspection (GB/T 42727, 6.10); where there is one already, it is held to its form too.
 */
export const numbering: Check = {
  rule: 'GD-1-7',
  check: (view) =>
    checkBothSides(
      view,
      ({ metadata: { case: about } }) => [
        ...recordCodeFaults(view.subject.metadataProfile, view.subject.number, about),
        ...archivalCodeFaults(view.subject, about),
      ],
      view.subject.number,
    ),
}

function recordCodeFaults(profile: Profile, number: string, about: CaseMetadata): readonly CheckEvidence[] {
  const place = 'case.electronicRecordCode（电子文件号）'
  const parts = parseElectronicRecordCode(profile, number)
  if (parts === undefined) {
    return [{ location: place, expected: profile.electronicRecordCode.template, found: number }]
  }
  const itemCodes = [about.itemBaseCode, about.itemCode, about.handlingItemCode]
  return [
    ...unlessEqual(place, number, about.electronicRecordCode),
    ...unlessEqual('case.regionCode（行政区划编码）', parts.region, about.regionCode),
    ...unlessEqual('case.fondsCode（全宗号）', parts.fonds, about.fondsCode),
    ...(itemCodes.includes(parts.item)
      ? []
      : unlessEqual('case.itemBaseCode（基本编码）', parts.item, about.itemBaseCode)),
    ...unlessEqual('case.year（年度）', parts.year, about.year),
    ...unlessEqual('case.retentionPeriod（保管期限）', parts.retention, about.retentionPeriod),
  ]
}

function archivalCodeFaults(
  { metadataProfile: profile, entry }: InspectionSubject,
  about: CaseMetadata,
): readonly CheckEvidence[] {
  const archivalCode = about.archivalCode ?? entry?.record.archivalCode
  if (archivalCode === undefined) return []
  const place = 'case.archivalCode（档号）'
  const parts = parseArchivalCode(profile, archivalCode)
  if (parts === undefined) {
    const expected = profile.archivalCodes.map(({ template }) => template).join(' | ')
    return [{ location: place, expected, found: archivalCode }]
  }
  return [
    ...unlessEqual(`${place} 全宗号`, about.fondsCode, parts.fonds),
    ...unlessEqual(`${place} 门类代码`, about.categoryCode, parts.category),
    ...(parts.year === undefined ? [] : unlessEqual(`${place} 年度`, about.year, parts.year)),
    ...(parts.retention === undefined ? [] : unlessEqual(`${place} 保管期限`, about.retentionPeriod, parts.retention)),
  ]
}
