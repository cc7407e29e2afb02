import { endText } from '#archive-schema/retention/extension.ts'
import type { Catalogue } from '#storage/catalogue/catalogue.ts'
import { countOpenLists } from '#storage/catalogue/disposal-lists.ts'
import { countDue } from '#storage/catalogue/due-records.ts'

/** 到期提醒 (DA/T 94-2022 附录E.4.4 b): how many records wait for their appraisal, since which day, and lists that are not closed. */
export type DueStatus = { readonly records: number; readonly since?: string; readonly openLists: number }

/** Reminds; nothing is ever appraised or destroyed by itself. */
export async function dueStatus({ pool }: Catalogue, now: Date): Promise<DueStatus> {
  const [{ records, since }, openLists] = await Promise.all([countDue(pool, now), countOpenLists(pool)])
  return { records, ...(since === undefined ? {} : { since: endText(since) }), openLists }
}
