import type { Archive } from '#services/open-archive.ts'
import { findCases } from '#storage/catalogue/cases.ts'

/** What lies in staging when no case is in process. Of a capture that was killed before it entered its case, files may stay for a day. */
export async function checkStaging({ staging, catalogue }: Pick<Archive, 'staging' | 'catalogue'>) {
  const staged = await staging.cases()
  const known = new Map((await findCases(catalogue.pool, staged)).map(({ id, state }) => [id, state]))
  const lost = staged.filter((id) => known.get(id) === 'processing')
  return {
    faults: lost.map((id) => `case ${id} is staged and has not ended`),
    leftovers: staged
      .filter((id) => !lost.includes(id))
      .map((id) => `staged files ${id} (${known.get(id) ?? 'not entered'})`),
  }
}
