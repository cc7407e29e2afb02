import { canonicalDigest } from '#archive-schema/canonical-digest.ts'
import type { DisposalItem } from '#archive-schema/disposal/disposal-item.ts'
import { isListText } from '#archive-schema/disposal/disposal-texts.ts'
import { itemsOf, type KeptList } from '#storage/catalogue/disposal-lists.ts'
import { disposalTextOf, unproven } from './disposal-text-of.ts'
import type { SigningTools } from './sign-list.ts'

/**
 * The records that are to be destroyed by an ordered list, by the locked text that was signed; what the database says must be the same.
 * Throws `DISPOSAL_UNPROVEN` where it is not, or where the text of the list or of its order is not there.
 */
export async function signedItems(
  { catalogue, ledger }: Pick<SigningTools, 'catalogue' | 'ledger'>,
  list: KeptList,
): Promise<readonly DisposalItem[]> {
  const text = await disposalTextOf(ledger, list.id, list.sha256)
  const { head: order } = await disposalTextOf(ledger, list.id, list.order?.sha256 ?? '')
  const isOrdered = order.form === 'guidang-disposal-order/1' && order.listSha256 === list.sha256
  const kept = await itemsOf(catalogue.pool, list.id)
  if (!isOrdered || !isListText(text) || canonicalDigest(kept) !== canonicalDigest(text.lines))
    throw unproven(list.id, list.sha256)
  return text.lines.filter(({ opinion }) => opinion === 'destroy')
}
