import type { Catalogue } from '#storage/catalogue/catalogue.ts'
import { changeNoticesOf, type KeptNotice, noticesOfSuccessor } from '#storage/catalogue/change-notices.ts'
import type { PreservedRecord } from '#storage/catalogue/records.ts'

/**
 * 变更与关联: what has become of the case of a record since it was archived (`changes`), and which records it has taken the
 * place of (`replaces`).
 */
export async function recordChanges({ pool }: Catalogue, { number, caseId }: PreservedRecord) {
  const about = await changeNoticesOf(pool, number)
  const replaced = await noticesOfSuccessor(pool, caseId)
  return { changes: about.map(shown), replaces: replaced.map(shown) }
}

function shown({ receivedAt, ...notice }: KeptNotice) {
  return { ...notice, receivedAt: receivedAt.toISOString() }
}

/** What `recordChanges` gives. */
export type ShownChanges = Awaited<ReturnType<typeof recordChanges>>
