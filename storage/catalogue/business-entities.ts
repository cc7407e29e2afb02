import { randomUUID } from 'node:crypto'
import type { IdentifiedAct } from '#archive-schema/business/acts-xml.ts'
import type { BusinessEntity } from '#archive-schema/business/business-entity.ts'
import { rows, run, type SqlRunner, sql } from './sql.ts'

/** Enters a 业务实体 with its 机构人员实体; an agent that is there already is not entered again. What is entered never changes. */
export async function insertBusinessEntity(runner: SqlRunner, entity: BusinessEntity): Promise<void> {
  const { number, act, activity, status, actedAt, mandate, description, outcome, resultSha256 } = entity
  const agents = JSON.stringify(entity.agents)
  const given = sql`jsonb_to_recordset(${agents}::jsonb) as g (type text, name text, code text, position text, relation text)`
  await run(
    runner,
    sql`insert into agent_entity (type, name, code, position)
        select distinct g.type, g.name, g.code, g.position from ${given} order by 1, 2, 3, 4 on conflict do nothing`,
  )
  await run(
    runner,
    sql`with entered as (
          insert into business_entity
            (id, number, act, activity, status, acted_at, mandate, description, outcome, result_sha256)
          values (${randomUUID()}, ${number}, ${act}, ${activity}, ${status}, ${actedAt}, ${mandate}, ${description},
            ${outcome}, ${resultSha256}) returning id)
        insert into business_agent (business, agent, relation)
        select entered.id, a.id, g.relation from entered, ${given}
        join agent_entity a on a.type = g.type and a.name = g.name and coalesce(a.code, '') = coalesce(g.code, '')
          and coalesce(a.position, '') = coalesce(g.position, '')`,
  )
}

/** Of these records those on which an act with this result is entered. */
export async function recordsOfAct(
  runner: SqlRunner,
  { act, resultSha256 }: Required<Pick<BusinessEntity, 'act' | 'resultSha256'>>,
  numbers: readonly string[],
): Promise<Set<string>> {
  const found = await rows<{ number: string }>(
    runner,
    sql`select number from business_entity
        where number = any(${numbers}) and act = ${act} and result_sha256 = ${resultSha256}`,
  )
  return new Set(found.map(({ number }) => number))
}

/** Every act on a record, in the order in which they were entered. */
export async function businessEntitiesOf(runner: SqlRunner, number: string): Promise<IdentifiedAct[]> {
  const found = await rows<EntityColumns>(
    runner,
    sql`select b.*, (
          select jsonb_agg(jsonb_strip_nulls(to_jsonb(a)) || jsonb_build_object('id', a.id::text, 'relation', l.relation) order by a.id)
          from business_agent l join agent_entity a on a.id = l.agent where l.business = b.id) as agents
        from business_entity b where b.number = ${number} order by b.entered`,
  )
  return found.map(toEntity)
}

type EntityColumns = {
  id: string
  number: string
  act: BusinessEntity['act']
  activity: string
  status: string
  acted_at: Date
  mandate: string | null
  description: string
  outcome: string | null
  result_sha256: string | null
  agents: IdentifiedAct['agents'] | null
}

function toEntity({ id, number, act, activity, status, acted_at, description, ...row }: EntityColumns): IdentifiedAct {
  return {
    id,
    number,
    act,
    activity,
    status,
    actedAt: acted_at,
    ...(row.mandate === null ? {} : { mandate: row.mandate }),
    description,
    ...(row.outcome === null ? {} : { outcome: row.outcome }),
    ...(row.result_sha256 === null ? {} : { resultSha256: row.result_sha256 }),
    agents: row.agents ?? [],
  }
}
