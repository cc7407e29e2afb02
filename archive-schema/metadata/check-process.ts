import type { CaseResult } from '#archive-schema/case-file/handling.ts'
import type { Profile } from '#archive-schema/profiles/profile.ts'
import { type ElementFault, nothing } from './element-fault.ts'
import type { RecordMetadata } from './record-metadata.ts'

/**
 * 流程规则: the process begins with 收件 or 受理 at some step, ends once and last, is not left 挂起, and its times neither
 * decrease nor pass 办结时间. Which node means what is said by the profile.
 */
export function checkProcess(profile: Profile, { process, case: about }: RecordMetadata): ElementFault[] {
  const roles = process.map(({ nodeCode }) => profile.nodes.find(({ code }) => code === nodeCode)?.role)
  const names = process.map(({ nodeName }) => nodeName ?? nothing).join(' → ')
  const faults: ElementFault[] = []
  const demand = (isMet: boolean, expected: string) => {
    if (!isMet) faults.push({ element: 'process', title: profile.files.process.root.title, expected, found: names })
  }
  demand(roles.includes('receipt') || roles.includes('acceptance'), nodeNames(profile, ['receipt', 'acceptance']))
  demand(roles.filter((role) => role === 'end').length === 1, `1 × ${nodeNames(profile, ['end'])}`)
  demand(!isLeftSuspended(roles, about.result), `${nodeNames(profile, ['suspension'])} → …`)
  return [...faults, ...timeFaults(profile, process, about.finishedAt)]
}

type NodeRole = Profile['nodes'][number]['role']

/** An applicant may give a case up while it is suspended. */
const givenUp: readonly string[] = ['撤回', '终止'] satisfies readonly CaseResult[]

/** 未结束的挂起: nothing but 办结 came after the suspension, and the case was carried to its end all the same. */
export function isLeftSuspended(roles: readonly (NodeRole | undefined)[], result: string | undefined): boolean {
  const lastStep = roles.findLast((role) => role !== 'end')
  return lastStep === 'suspension' && !givenUp.includes(result ?? '')
}

function timeFaults(profile: Profile, process: RecordMetadata['process'], finishedAt: string | undefined) {
  const title = profile.files.process.root.title
  return process.flatMap(({ actedAt }, i): ElementFault[] => {
    // The form sorts as text does, so texts are compared.
    const before = process[i - 1]?.actedAt
    const element = `process[${i}].actedAt`
    if (actedAt === undefined) return []
    if (before !== undefined && actedAt < before) return [{ element, title, expected: `≥ ${before}`, found: actedAt }]
    if (finishedAt !== undefined && actedAt > finishedAt) {
      return [{ element, title, expected: `≤ ${finishedAt}`, found: actedAt }]
    }
    return []
  })
}

function nodeNames({ nodes }: Profile, roles: readonly string[]): string {
  return nodes
    .filter(({ role }) => roles.includes(role))
    .map(({ name }) => name)
    .join(' / ')
}
