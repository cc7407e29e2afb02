import type { CheckEvidence } from '#archive-schema/finding.ts'
import { isLeftSuspended } from '#archive-schema/metadata/check-process.ts'
import type { RecordMetadata } from '#archive-schema/metadata/record-metadata.ts'
import type { Profile } from '#archive-schema/profiles/profile.ts'
import { checkBothSides } from '../both-sides.ts'
import type { Check } from '../check.ts'

/**
 * GD-2-5 过程信息完整性检测: the process begins with 收件 or 受理 somewhere and ends once, with its last step, and a case that
 * was carried to its end was not ended while it was suspended (挂起). Who did each step, where and when are mandatory
 * elements (GD-2-4).
 */
export const processInformation: Check = {
  rule: 'GD-2-5',
  check: (view) =>
    checkBothSides(
      view,
      ({ metadata }) => nodeFaults(view.subject.metadataProfile, metadata),
      '有收件或受理，以办结结束且仅办结一次，没有未结束的挂起',
    ),
}

type NodeRole = Profile['nodes'][number]['role']

function nodeFaults(profile: Profile, { process, case: about }: RecordMetadata): readonly CheckEvidence[] {
  const roles = process.map(({ nodeCode }) => profile.nodes.find(({ code }) => code === nodeCode)?.role)
  const found = process.map(({ nodeName = '∅' }) => nodeName).join(' → ')
  const fault = (isMet: boolean, expected: string) => (isMet ? [] : [{ location: 'process', expected, found }])
  const begin = nodeNames(profile, ['receipt', 'acceptance'])
  const end = nodeNames(profile, ['end'])
  const suspension = nodeNames(profile, ['suspension'])
  return [
    ...fault(roles.includes('receipt') || roles.includes('acceptance'), `有 ${begin}`),
    ...fault(roles.filter((role) => role === 'end').length === 1, `有且仅有一个 ${end}`),
    ...fault(roles.at(-1) === 'end', `最后为 ${end}`),
    ...fault(!isLeftSuspended(roles, about.result), `${suspension} 已结束：其后、${end} 之前有其他环节`),
  ]
}

function nodeNames({ nodes }: Profile, roles: readonly NodeRole[]): string {
  const named = nodes.filter(({ role }) => roles.includes(role))
  return named.map(({ name }) => name).join(' / ')
}
