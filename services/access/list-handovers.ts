import type { FaultCode } from '#archive-schema/fault-texts.ts'
import type { CaseEnd } from '#storage/catalogue/case-transitions.ts'
import type { HandoverIdentity } from '#storage/catalogue/cases.ts'
import type { Catalogue } from '#storage/catalogue/catalogue.ts'
import {
  type HandoverEvent,
  type HandoverKind,
  type HandoverQuery,
  handoverEvents,
} from '#storage/catalogue/handover-log.ts'

/** An entry of 交接日志 as API and commands tell it. */
export type ToldHandover = Partial<HandoverIdentity> & {
  readonly id: number
  readonly at: string
  readonly kind: HandoverKind
  readonly status?: CaseEnd
  readonly caseId?: string
  readonly folder: string
  readonly stage: string
  readonly code?: FaultCode
}

export type HandoverPage = { readonly events: readonly ToldHandover[]; readonly next?: number }

/** 交接日志: what was handed over and what became of it, oldest first. */
export async function listHandovers({ pool }: Catalogue, query: HandoverQuery): Promise<HandoverPage> {
  const found = await handoverEvents(pool, { ...query, limit: query.limit + 1 })
  const page = found.slice(0, query.limit)
  const last = found.length > query.limit ? page.at(-1) : undefined
  return { events: page.map(tell), ...(last === undefined ? {} : { next: last.id }) }
}

function tell({ id, at, kind, status, caseId, identity, folder, stage, code }: HandoverEvent): ToldHandover {
  return {
    id,
    at: at.toISOString(),
    kind,
    ...(status === undefined ? {} : { status }),
    ...(caseId === undefined ? {} : { caseId }),
    ...identity,
    folder,
    stage,
    ...(code === undefined ? {} : { code }),
  }
}
