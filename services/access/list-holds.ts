import type { Catalogue } from '#storage/catalogue/catalogue.ts'
import { listHolds } from '#storage/catalogue/legal-holds.ts'
import { tellHold } from './tell-hold.ts'

/** A page of holds, the newest first; `after`: the `next` of the page before. */
export async function holdPage(
  { pool }: Catalogue,
  { limit, after }: { readonly limit: number; readonly after?: string | undefined },
) {
  const holds = (await listHolds(pool, { limit, before: after })).map(tellHold)
  const last = holds.length === limit ? holds.at(-1)?.hold : undefined
  return { holds, ...(last === undefined ? {} : { next: last }) }
}
