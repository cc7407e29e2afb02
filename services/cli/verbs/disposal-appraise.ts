import type { Person } from '#archive-schema/disposal/disposal-people.ts'
import { appraiseRecords } from '../../access/disposals.ts'
import { tellDisposal } from '../disposal-lines.ts'
import { withArchive } from '../with-archive.ts'

/** A record to be kept, and the first day after its new term. */
export type Extended = { readonly number: string; readonly until: string }

type AppraiseOptions = {
  readonly by: Person
  readonly appraiser: readonly Person[]
  readonly reason: string
  readonly extend: readonly Extended[]
  readonly extendReason?: string
  readonly mediaPlan?: string
  readonly json?: boolean
}

/** Appraises due records and draws a list up. */
export async function appraise(numbers: readonly string[], options: AppraiseOptions): Promise<void> {
  const { by: drafter, appraiser: appraisers, reason, extend, extendReason, mediaPlan, json } = options
  const request = {
    ...{ drafter, appraisers },
    destroy: numbers.map((number) => ({ number, reason })),
    extend: extend.map((each) => ({ ...each, reason: extendReason })),
    ...(mediaPlan === undefined ? {} : { mediaPlan }),
  }
  await withArchive(async (archive) => tellDisposal(await appraiseRecords(archive, request), json))
}
