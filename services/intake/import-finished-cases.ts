import { FinishedList } from '#archive-schema/finished-cases/finished-list.ts'
import { insertFinishedCases } from '#storage/catalogue/finished-cases.ts'
import type { Archive } from '../open-archive.ts'
import { refuseInvalid } from '../refuse-invalid.ts'

/** A list of many thousand cases. */
export const maxFinishedListBytes = 32 * 2 ** 20

/** What became of a list: how many cases it names, and of how many it said something new. */
export type ImportedFinishedCases = {
  readonly systemCode: string
  readonly cases: number
  readonly new: number
}

/** 办结清单: takes in what a handling system has finished; the same again is harmless. Throws `REQUEST_INVALID`. */
export async function importFinishedCases(
  { catalogue, now }: Pick<Archive, 'catalogue' | 'now'>,
  given: unknown,
): Promise<ImportedFinishedCases> {
  const parsed = FinishedList.safeParse(given)
  refuseInvalid(parsed)
  const { systemCode, cases } = parsed.data
  const added = await insertFinishedCases(catalogue.pool, parsed.data, now())
  return { systemCode, cases: cases.length, new: added }
}
