import { demandValue } from '#archive-schema/attempt.ts'
import type { CheckEvidence } from '#archive-schema/finding.ts'
import { type OfdGravity, ofdArchive } from '#archive-schema/formats/ofd-archive.ts'
import type { CheckResult } from './check.ts'
import type { InspectionView } from './inspection-view.ts'

/** A breach of OFD-A as a report tells it, with what it comes to. */
export type GradedBreach = { readonly gravity: OfdGravity; readonly evidence: CheckEvidence }

/** Every breach in the OFD files of a record by its gravity there. Throws where a file could not be looked into. */
export function gradeBreaches(view: InspectionView): readonly GradedBreach[] {
  return [...view.ofdFindings].flatMap(([path, read]) => {
    const { claimsArchive, breaches } = demandValue(read)
    return breaches.flatMap(({ rule: id, found }) =>
      ofdArchive.rules
        .filter((rule) => rule.id === id)
        .map(({ archive, plain, clause, title }) => ({
          gravity: claimsArchive ? archive : plain,
          evidence: {
            location: path,
            expected: `${title}（${ofdArchive.standard} ${clause}）`,
            found,
            tool: 'guidang',
          },
        })),
    )
  })
}

/** The evidence of one gravity. */
export function evidenceOf(graded: readonly GradedBreach[], gravity: OfdGravity): readonly CheckEvidence[] {
  return graded.filter((one) => one.gravity === gravity).map(({ evidence }) => evidence)
}

/** 无 OFD 文件: the item does not apply. */
export const withoutOfd: CheckResult = {
  outcome: 'NOT_APPLICABLE',
  evidence: [{ location: '信息包', found: '没有此类 OFD 文件 (no such OFD file)' }],
}
