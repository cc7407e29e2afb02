import { describeFaults, type Fault } from '#archive-schema/fault.ts'
import { type CaseRow, findCases } from '#storage/catalogue/cases.ts'
import type { Catalogue } from '#storage/catalogue/catalogue.ts'
import { documentsOf } from '#storage/catalogue/documents.ts'
import { findRecordOfCase } from '#storage/catalogue/records.ts'
import { refusalsOf } from '#storage/catalogue/refusals.ts'

/** What a hand-over came to, as `capture --json` and the API tell it. */
export type CaseOutcome = {
  readonly folder: string
  readonly outcome: 'archived' | 'refused' | 'review'
  readonly code?: string
  readonly message?: string
  readonly faults?: readonly Fault[]
  readonly number?: string
  readonly archivalCode?: string
  readonly documents?: number
  /** Pages that were recognised from pictures. */
  readonly pages?: number
  /** True when the same case had been handed over before: this is the first result. */
  readonly repeated?: boolean
  readonly seconds: number
}

/** The outcome of a refused hand-over. */
export function refusedOutcome(folder: string, faults: readonly Fault[], seconds: number): CaseOutcome {
  return { folder, outcome: 'refused', ...faultsOutcome(faults), seconds }
}

/** The outcomes of those of `ids` that have come to an end. */
export async function endedCases(
  catalogue: Catalogue,
  ids: readonly string[],
): Promise<Map<string, Omit<CaseOutcome, 'folder' | 'seconds'>>> {
  const known = await findCases(catalogue.pool, ids)
  const present = new Set(known.map(({ id }) => id))
  const gone = await refusalsOf(
    catalogue.pool,
    ids.filter((id) => !present.has(id)),
  )
  const ended = new Map<string, Omit<CaseOutcome, 'folder' | 'seconds'>>()
  for (const { caseId, faults } of gone) {
    if (caseId !== undefined) ended.set(caseId, { outcome: 'refused', ...faultsOutcome(faults) })
  }
  for (const found of known) {
    if (found.state === 'review') ended.set(found.id, reviewOutcome(found))
    if (found.state === 'archived') ended.set(found.id, await archivedOutcome(catalogue, found))
  }
  return ended
}

function reviewOutcome({ faults }: CaseRow): Omit<CaseOutcome, 'folder' | 'seconds'> {
  return { outcome: 'review', ...faultsOutcome(faults) }
}

async function archivedOutcome(
  catalogue: Catalogue,
  { id }: CaseRow,
): Promise<Omit<CaseOutcome, 'folder' | 'seconds'>> {
  const record = await findRecordOfCase(catalogue.pool, id)
  if (record === undefined) throw new Error(`case ${id} is archived but has no record`)
  const { number, archivalCode, recognition } = record
  const documents = (await documentsOf(catalogue.pool, number)).length
  return { outcome: 'archived', number, archivalCode, documents, pages: recognition.recognisedPages }
}

function faultsOutcome(faults: readonly Fault[]) {
  const [first] = faults
  if (first === undefined) return {}
  return { code: first.code, message: describeFaults(faults, 'zh'), faults }
}
