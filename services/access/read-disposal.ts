import { isAppraisalText, isCertificateText, isListText } from '#archive-schema/disposal/disposal-texts.ts'
import { disposalTextOf, unproven } from '#pipelines/disposal/disposal-text-of.ts'
import { requireList } from '#storage/catalogue/disposal-lists.ts'
import type { Archive } from '../open-archive.ts'

/** What a list rests on, to be printed: its locked texts, and who has signed. */
export type ReadDisposal = Awaited<ReturnType<typeof readDisposal>>

/** 鉴定意见书, 销毁清册, and the 销毁证明 of a closed list, as they are locked. Throws `DISPOSAL_LIST_MISSING`, `DISPOSAL_UNPROVEN`. */
export async function readDisposal({ catalogue, ledger }: Pick<Archive, 'catalogue' | 'ledger'>, id: string) {
  const list = await requireList(catalogue.pool, id)
  const listed = await disposalTextOf(ledger, id, list.sha256)
  if (!isListText(listed)) throw unproven(id, list.sha256)
  const { appraisalSha256 } = listed.head
  const appraisal = await disposalTextOf(ledger, id, appraisalSha256)
  if (!isAppraisalText(appraisal)) throw unproven(id, appraisalSha256)
  const { certificateSha256 } = list
  const closing = certificateSha256 === undefined ? undefined : await disposalTextOf(ledger, id, certificateSha256)
  const certificate = closing !== undefined && isCertificateText(closing) ? closing : undefined
  if (certificate === undefined && certificateSha256 !== undefined) throw unproven(id, certificateSha256)
  return { list, appraisal, listed, certificate }
}
