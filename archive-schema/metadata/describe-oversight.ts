import type { CaseFile } from '#archive-schema/case-file/case-file.ts'
import type { Profile } from '#archive-schema/profiles/profile.ts'
import { localTime, optionalLocalTime } from './local-time.ts'
import type { CaseMetadata } from './record-metadata.ts'
import { decimal, unlessEmpty, yesOrNo } from './wording.ts'

/** 好差评 (evaluation of the service), with what was done about a bad mark. */
export function describeEvaluation(profile: Profile, evaluation: CaseFile['evaluation']): CaseMetadata['evaluation'] {
  if (evaluation === undefined) return undefined
  const { score, level, channel, at, tags, comment, review } = evaluation
  return {
    score: decimal(score),
    level,
    channel,
    evaluatedAt: localTime(at),
    tags: unlessEmpty(tags),
    // The hand-over format allows an empty comment; in the metadata it is no comment.
    comment: comment === '' ? undefined : comment,
    contactedAt: optionalLocalTime(review?.contactedAt),
    verified: yesOrNo(profile, review?.verified),
    handling: review?.handling,
    secondScore: decimal(review?.reEvaluation?.score),
    secondLevel: review?.reEvaluation?.level,
    secondEvaluatedAt: optionalLocalTime(review?.reEvaluation?.at),
  }
}

/** 监督 (electronic supervision, complaints, reports and urging). */
export function describeSupervision(
  profile: Profile,
  supervision: CaseFile['supervision'],
): CaseMetadata['supervision'] {
  const described = supervision?.map(({ at, closedAt, verified, ...rest }) => ({
    ...rest,
    occurredAt: localTime(at),
    closedAt: optionalLocalTime(closedAt),
    verified: yesOrNo(profile, verified),
  }))
  return unlessEmpty(described)
}
