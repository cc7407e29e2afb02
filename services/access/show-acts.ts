import type { IdentifiedAct } from '#archive-schema/business/acts-xml.ts'
import { businessEntitiesOf } from '#storage/catalogue/business-entities.ts'
import type { SqlRunner } from '#storage/catalogue/sql.ts'

/** The acts on a record in the order in which they were entered, for people and programs. */
export async function showActs(runner: SqlRunner, number: string) {
  return (await businessEntitiesOf(runner, number)).map(shownAct)
}

function shownAct({ number: _, actedAt, agents, ...entity }: IdentifiedAct) {
  return { ...entity, at: actedAt.toISOString(), agents: agents.map(({ id: _, ...agent }) => agent) }
}

/** What `showActs` gives of one act. */
export type ShownAct = Awaited<ReturnType<typeof showActs>>[number]
