import type { ShownAct } from '../access/show-acts.ts'
import { table } from './output.ts'

/** 业务实体 of a record: one line an act, the agents at its end. */
export function actLines(acts: readonly ShownAct[]): string {
  return table(
    acts.map(({ at, activity, outcome = '', description, agents }) => {
      const told = agents.map(({ name, position, relation }) => `${relation} ${[name, position].join(' ').trim()}`)
      return [at, activity, outcome, description, told.join('、')]
    }),
  )
}
