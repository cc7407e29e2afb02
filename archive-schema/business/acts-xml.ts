import { localTimeOf } from '#archive-schema/metadata/local-time.ts'
import type { ElementGroup } from '#archive-schema/metadata/vocabulary.ts'
import { unlessEmpty } from '#archive-schema/metadata/wording.ts'
import { writeXml } from '#archive-schema/xml/write-xml.ts'
import type { ActAgent, BusinessEntity } from './business-entity.ts'
import { managementWords } from './management-acts.ts'

/** An act with the identifiers that the blocks refer to each other by. */
export type IdentifiedAct = Omit<BusinessEntity, 'agents'> & {
  readonly id: string
  readonly agents: readonly (ActAgent & { readonly id: string })[]
}

/**
 * 管理过程元数据 of one record as XML, by the element names of DA/T 46-2009: 业务实体, 机构人员实体 (each agent once) and 实体关系
 * between them. Times are `yyyy-MM-dd HH:mm:ss` in +08:00.
 */
export function writeActsXml(
  record: { readonly number: string; readonly archivalCode: string },
  acts: readonly IdentifiedAct[],
): Uint8Array {
  const { titleAttribute, file } = managementWords
  const agents = new Map(acts.flatMap((act) => act.agents.map((agent) => [agent.id, agent] as const)))
  return writeXml(titleAttribute, file, {
    number: record.number,
    archivalCode: record.archivalCode,
    businessBlock: block('acts', acts.map(actGroup)),
    agentBlock: block('agents', [...agents.values()].map(agentGroup)),
    relationBlock: block('relations', acts.flatMap(relationGroups)),
  })
}

function block(key: string, groups: readonly ElementGroup[]): ElementGroup | undefined {
  return unlessEmpty(groups) && { [key]: groups }
}

function actGroup({ act: _, number, actedAt, agents, ...act }: IdentifiedAct): ElementGroup {
  return {
    ...act,
    record: number,
    actedAt: localTimeOf(actedAt.getTime()),
    agents: [...new Set(agents.map(({ id }) => id))],
  }
}

function agentGroup({ relation: _, ...agent }: IdentifiedAct['agents'][number]): ElementGroup {
  return agent
}

function relationGroups({ id, agents }: IdentifiedAct): readonly ElementGroup[] {
  const { relation, relations } = managementWords
  return agents.map((agent) => ({
    act: id,
    agent: agent.id,
    type: relation,
    relation: agent.relation,
    description: Object.values(relations).find(({ title }) => title === agent.relation)?.description,
  }))
}
