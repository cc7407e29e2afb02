import type { CheckEvidence } from '#archive-schema/finding.ts'
import { isValidCreditCode } from '#archive-schema/identifiers/credit-code.ts'
import type { CaseMetadata, ProcessMetadata, RecordMetadata } from '#archive-schema/metadata/record-metadata.ts'
import type { Profile } from '#archive-schema/profiles/profile.ts'
import { checkBothSides } from '../both-sides.ts'
import type { Check } from '../check.ts'
import { latestPastTime } from '../clock-tolerance.ts'
import { unlessEqual } from '../differences.ts'

/**
 * GD-1-5 元数据项数据值合理性检测: the year is that of 办结, times follow each other as the profile says, no step is later
 * than 办结, nothing was archived in the future, one matter has one title, and the credit code has its check character.
 */
export const plausibility: Check = {
  rule: 'GD-1-5',
  check: (view) =>
    checkBothSides(
      view,
      ({ metadata }) => [
        ...unlessEqual('case.year（年度）', metadata.case.finishedAt?.slice(0, 4), metadata.case.year),
        ...unlessEqual('case.title（题名）', metadata.case.caseName, metadata.case.title),
        ...implausibleValues(view.subject.metadataProfile, metadata, view.subject.at),
      ],
      '年度、题名、时间先后、统一社会信用代码',
    ),
}

/** Times out of order or in the future, and a credit code with a wrong check character. What is missing is no fault here. */
export function implausibleValues(
  profile: Profile,
  { case: about, process }: Pick<RecordMetadata, 'case' | 'process'>,
  at: Date,
): readonly CheckEvidence[] {
  return [
    ...orderFaults(caseTimes(profile, about)),
    ...orderFaults([processTimes(process, about)]),
    ...futureFaults(about, latestPastTime(at)),
    ...creditCodeFaults(about),
  ]
}

/** A time in its form, which sorts as text does. */
type NamedTime = { readonly place: string; readonly time: string }

function caseTimes({ chronology }: Profile, about: CaseMetadata): readonly (readonly NamedTime[])[] {
  const values: Readonly<Record<string, unknown>> = about
  return chronology.map((keys) => keys.flatMap((key) => namedTime(`case.${key}`, values[key])))
}

function processTimes(process: readonly ProcessMetadata[], { finishedAt }: CaseMetadata): readonly NamedTime[] {
  const steps = process.flatMap(({ actedAt }, i) => namedTime(`process[${i}].actedAt`, actedAt))
  return [...steps, ...namedTime('case.finishedAt', finishedAt)]
}

function namedTime(place: string, time: unknown): readonly NamedTime[] {
  return typeof time === 'string' ? [{ place, time }] : []
}

function orderFaults(chains: readonly (readonly NamedTime[])[]): readonly CheckEvidence[] {
  return chains.flatMap((chain) =>
    chain.flatMap(({ place, time }, i) => {
      const before = chain[i - 1]
      if (before === undefined || before.time <= time) return []
      return [{ location: place, expected: `≥ ${before.time}（${before.place}）`, found: time }]
    }),
  )
}

function futureFaults({ archivedAt }: CaseMetadata, latest: string): readonly CheckEvidence[] {
  if (archivedAt === undefined || archivedAt <= latest) return []
  return [{ location: 'case.archivedAt（归档时间）', expected: `≤ ${latest}`, found: archivedAt }]
}

function creditCodeFaults({ creditCode }: CaseMetadata): readonly CheckEvidence[] {
  if (creditCode === undefined || isValidCreditCode(creditCode)) return []
  return [{ location: 'case.creditCode（统一社会信用代码）', expected: 'GB 32100 校验位', found: creditCode }]
}
