import type { CheckEvidence } from '#archive-schema/finding.ts'
import type { ProcessMetadata } from '#archive-schema/metadata/record-metadata.ts'
import type { Profile } from '#archive-schema/profiles/profile.ts'
import { checkBothSides } from '../both-sides.ts'
import type { Check } from '../check.ts'

/**
 * GD-2-5 过程信息完整性检测: the process begins with 收件 or 受理 somewhere and ends once, with its last step. Who did each
 * step, where and when are mandatory elements (GD-2-4).
 */
export const processInformation: Check = {
  rule: 'GD-2-5',
  check: (view) =>
    checkBothSides(
      view,
      ({ metadata }) => nodeFaults(view.subject.metadataProfile, metadata.process),
      '有收件或受理，以办结结束且仅办结一次',
    ),
}

type NodeRole = Profile['nodes'][number]['role']

function nodeFaults(profile: Profile, process: readonly ProcessMetadata[]): readonly CheckEvidence[] {
  const roles = process.map(({ nodeCode }) => profile.nodes.find(({ code }) => code === nodeCode)?.role)
  const found = process.map(({ nodeName = '∅' }) => nodeName).join(' → ')
  const fault = (isMet: boolean, expected: string) => (isMet ? [] : [{ location: 'process', expected, found }])
  const begin = nodeNames(profile, ['receipt', 'acceptance'])
  const end = nodeNames(profile, ['end'])
  return [
    ...fault(roles.includes('receipt') || roles.includes('acceptance'), `有 ${begin}`),
    ...fault(roles.filter((role) => role === 'end').length === 1, `有且仅有一个 ${end}`),
    ...fault(roles.at(-1) === 'end', `最后为 ${end}`),
  ]
}

function nodeNames({ nodes }: Profile, roles: readonly NodeRole[]): string {
  const named = nodes.filter(({ role }) => roles.includes(role))
  return named.map(({ name }) => name).join(' / ')
}
