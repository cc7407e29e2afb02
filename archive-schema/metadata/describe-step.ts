import type { ProcessStep } from '#archive-schema/case-file/case-file.ts'
import type { Profile } from '#archive-schema/profiles/profile.ts'
import { localTime } from './local-time.ts'
import type { ProcessMetadata } from './record-metadata.ts'

/** 流程信息 of one step. The handling system names the step and the act by one word, so both elements carry it. */
export function describeStep({ terms }: Profile, { agent, ...step }: ProcessStep): ProcessMetadata {
  return {
    nodeCode: step.nodeCode,
    nodeName: step.nodeName,
    activity: step.nodeName,
    status: terms.pastAct,
    agentType: agent.type,
    agentName: agent.name,
    agentCode: agent.id,
    agentPosition: agent.position,
    department: agent.department,
    actedAt: localTime(step.time),
    mandate: step.mandate,
    description: step.opinion,
    outcome: step.outcome,
  }
}
