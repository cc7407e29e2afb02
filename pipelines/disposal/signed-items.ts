import { ArchiveError } from '#archive-schema/archive-error.ts'
import { canonicalDigest } from '#archive-schema/canonical-digest.ts'
import type { DisposalItem } from '#archive-schema/disposal/disposal-item.ts'
import { type DisposalText, parseDisposalText } from '#archive-schema/disposal/disposal-texts.ts'
import { digestHex } from '#archive-schema/evidence/digest.ts'
import { itemsOf, type KeptList } from '#storage/catalogue/disposal-lists.ts'
import type { SigningTools } from './sign-list.ts'

type Tools = Pick<SigningTools, 'catalogue' | 'ledger'>

/**
 * The records that are to be destroyed by an ordered list, by the locked text that was signed; what the database says must be the same.
 * Throws `DISPOSAL_UNPROVEN` where it is not, or where the text of the list or of its order is not there.
 */
export async function signedItems(tools: Tools, list: KeptList): Promise<readonly DisposalItem[]> {
  const text = await requireText(tools, list.id, list.sha256)
  const { head: order } = await requireText(tools, list.id, list.order?.sha256 ?? '')
  const isOrdered = order.form === 'guidang-disposal-order/1' && order.listSha256 === list.sha256
  const kept = await itemsOf(tools.catalogue.pool, list.id)
  if (!isOrdered || !isListOf(text, list.id) || canonicalDigest(kept) !== canonicalDigest(text.lines))
    throw unproven(list.id, list.sha256)
  return text.lines.filter(({ opinion }) => opinion === 'destroy')
}

function isListOf(
  text: DisposalText,
  list: string,
): text is DisposalText & { readonly lines: readonly DisposalItem[] } {
  return text.head.form === 'guidang-disposal-list/1' && text.head.list === list
}

async function requireText({ ledger }: Tools, list: string, sha256: string): Promise<DisposalText> {
  const bytes = await ledger.readText({ type: 'dispose', sha256 })
  if (bytes === undefined || digestHex('sha256', bytes) !== sha256) throw unproven(list, sha256)
  return parseDisposalText(bytes)
}

function unproven(file: string, sha256: string): ArchiveError {
  return new ArchiveError({ code: 'DISPOSAL_UNPROVEN', file, found: `sha256:${sha256}` })
}
