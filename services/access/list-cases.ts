import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { CaseAnswer } from '#archive-schema/case-review/case-answer.ts'
import type { Fault } from '#archive-schema/fault.ts'
import type { StageName } from '#pipelines/stage-names.ts'
import { stageAfter } from '#pipelines/stages.ts'
import type { CaseRow } from '#storage/catalogue/cases.ts'
import type { Catalogue } from '#storage/catalogue/catalogue.ts'
import { type CaseCursor, casesInState } from '#storage/catalogue/unfinished-cases.ts'

/** A case that has not come to an end, as lists tell it. */
export type UnfinishedCase = {
  readonly id: string
  readonly outcome: 'processing' | 'review'
  readonly folder: string
  readonly systemCode: string
  readonly serialNumber: string
  readonly revision: number
  /** The stage that comes next; of a case that waits, the one at which it waits. */
  readonly stage: StageName
  /** Since when it stands there, ISO 8601, UTC. */
  readonly since: string
  /** Why it waits. */
  readonly faults: readonly Fault[]
  /** What a person may decide about it. */
  readonly decisions: readonly CaseAnswer['decision'][]
}

export type CasePage = { readonly cases: readonly UnfinishedCase[]; readonly next?: string }

/** Which cases are asked for. */
export type CaseQuery = {
  readonly outcome: UnfinishedCase['outcome']
  /** Cursor of the last page. */
  readonly after?: string | undefined
  readonly limit: number
}

/** Cases in process, or those that wait for a person with the reason. Throws `REQUEST_INVALID` for a wrong cursor. */
export async function listCases({ pool }: Catalogue, { outcome, after, limit }: CaseQuery): Promise<CasePage> {
  const cursor = after === undefined ? undefined : parseCursor(after)
  const found = await casesInState(pool, outcome, { after: cursor, limit: limit + 1 })
  const page = found.slice(0, limit)
  const last = found.length > limit ? page.at(-1) : undefined
  return { cases: page.map(toUnfinished), ...(last === undefined ? {} : { next: formatCursor(last) }) }
}

function toUnfinished(found: CaseRow): UnfinishedCase {
  const { id, folder, systemCode, serialNumber, revision, faults, changedAt } = found
  const outcome = found.state === 'review' ? 'review' : 'processing'
  const stage = stageAfter(found.stage) ?? 'preservation'
  const since = changedAt.toISOString()
  const decisions = outcome === 'review' ? possibleDecisions(stage, faults) : []
  return { id, outcome, folder, systemCode, serialNumber, revision, stage, since, faults, decisions }
}

/** What has failed or was not checked is never cleared; what is registered is never returned. */
function possibleDecisions(stage: StageName, faults: readonly Fault[]): CaseAnswer['decision'][] {
  const isForPersons = stage === 'inspection' && faults.every(({ found }) => found === 'MANUAL_REVIEW')
  return [
    'retry',
    ...(isForPersons ? (['clear'] as const) : []),
    ...(stage === 'preservation' ? [] : (['return'] as const)),
  ]
}

function formatCursor({ changedAt, id }: CaseCursor): string {
  return `${changedAt.toISOString()}_${id}`
}

function parseCursor(text: string): CaseCursor {
  const [, time = '', id = ''] = /^(\S+Z)_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(text) ?? []
  const changedAt = new Date(time)
  if (!Number.isNaN(changedAt.getTime())) return { changedAt, id }
  throw new ArchiveError({ code: 'REQUEST_INVALID', field: 'after', found: text })
}
