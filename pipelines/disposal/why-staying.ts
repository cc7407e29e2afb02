import type { DisposalItem } from '#archive-schema/disposal/disposal-item.ts'
import { chinaDay } from '#archive-schema/retention/china-day.ts'
import type { Transaction } from '#storage/catalogue/catalogue.ts'
import type { KeptList } from '#storage/catalogue/disposal-lists.ts'
import { wasHeldSince } from '#storage/catalogue/legal-holds.ts'
import { mediaHolding } from '#storage/catalogue/offline-media.ts'
import type { RecordRetention } from '#storage/catalogue/retention.ts'

/**
 * Why a record does not go by a list: something has come that those who signed did not know of. It then wants a new appraisal, even when
 * the hold is lifted or the longer term is over as well (到期不自动销毁). Its term is claimed before.
 */
export async function whyStaying(
  transaction: Transaction,
  { draftedAt, mediaPlan }: KeptList,
  { number, endsOn }: DisposalItem,
  { term, at }: { readonly term: RecordRetention | undefined; readonly at: Date },
): Promise<string | undefined> {
  if (term === undefined) return '目录中没有该档案的保管期限'
  if (term.held || (await wasHeldSince(transaction, number, draftedAt))) return '保全'
  if (term.endsAt === undefined || chinaDay(term.endsAt) !== endsOn) return '保管期限已延长'
  if (term.endsAt > at) return '保管期限未满'
  const [medium] = mediaPlan === undefined ? await mediaHolding(transaction, number) : []
  return medium === undefined ? undefined : `另存于离线载体 ${medium}，清册无处置方案`
}
