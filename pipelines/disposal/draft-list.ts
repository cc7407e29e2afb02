import { randomBytes } from 'node:crypto'
import type { DisposalItem } from '#archive-schema/disposal/disposal-item.ts'
import type { AppraisalRequest } from '#archive-schema/disposal/disposal-requests.ts'
import { type DisposalListHead, formatDisposalText } from '#archive-schema/disposal/disposal-texts.ts'
import { timeLine } from '#archive-schema/retention/act-text.ts'
import { chinaDay, startOfChinaDay } from '#archive-schema/retention/china-day.ts'
import type { Extension } from '#archive-schema/retention/extension.ts'
import { isLater } from '#archive-schema/retention/term.ts'
import type { Transaction } from '#storage/catalogue/catalogue.ts'
import { insertDisposalList } from '#storage/catalogue/disposal-steps.ts'
import { extendWithin, protectExtended } from '../retention/extend-term.ts'
import type { RetentionTools } from '../retention/retention-tools.ts'
import { wholeSecond } from '../retention/whole-second.ts'
import { judgeAll } from './judge-records.ts'

/** A list that was drawn up, with the opinion on every record. */
export type DraftedList = { readonly list: string; readonly items: readonly DisposalItem[] }

/**
 * 鉴定: writes the opinions on due records (鉴定意见书) and draws the 销毁清册 up from them; both are locked texts in the ledger. A record
 * under a hold is taken out, and both say so; one to be kept gets its new term in the same transaction. Throws `DISPOSAL_NOT_DUE`,
 * `DISPOSAL_LISTED`, `DISPOSAL_TWICE`, `DISPOSAL_ON_MEDIA`, `RECORD_NOT_FOUND`, `RETENTION_NOT_LONGER`.
 */
export async function draftList(tools: RetentionTools, request: AppraisalRequest): Promise<DraftedList> {
  const at = wholeSecond(tools.now())
  const list = `disposal-${chinaDay(at).replaceAll('-', '')}-${randomBytes(4).toString('hex')}`
  const { items, extensions } = await tools.catalogue.transact(async (transaction) => {
    const judged = await judgeAll(transaction, request, at)
    await enterTexts(transaction, tools, { list, at }, request, judged)
    return { items: judged, extensions: await extendAll(transaction, tools, list, request) }
  })
  await protectExtended(tools, extensions)
  return { list, items }
}

/** 续存: the new terms. A joint parent may have followed its child already. */
async function extendAll(
  transaction: Transaction,
  tools: RetentionTools,
  list: string,
  { drafter, extend }: AppraisalRequest,
): Promise<readonly Extension[]> {
  const made: Extension[] = []
  for (const { number, reason, until } of extend) {
    const asked = { until, reason, by: drafter.name, authority: `鉴定意见书 ${list}` }
    const isReached = made.some((one) => one.number === number && !isLater(startOfChinaDay(until), one.endsAfter))
    if (!isReached) made.push(...(await extendWithin(transaction, tools, number, asked)))
  }
  return made
}

async function enterTexts(
  transaction: Transaction,
  { ledger }: RetentionTools,
  { list, at }: { readonly list: string; readonly at: Date },
  { drafter, appraisers, mediaPlan }: AppraisalRequest,
  items: readonly DisposalItem[],
): Promise<void> {
  const shared = { list, at: timeLine(at), drafter }
  const opinions = formatDisposalText({ head: { form: 'guidang-appraisal/1', ...shared, appraisers }, lines: items })
  const appraisal = await ledger.enterWithin(transaction, { type: 'dispose', text: opinions, at })
  const form = 'guidang-disposal-list/1'
  const head: DisposalListHead = { form, ...shared, appraisalSha256: appraisal.sha256, mediaPlan: mediaPlan ?? null }
  const listed = items.filter(({ opinion }) => opinion !== 'extend')
  const text = formatDisposalText({ head, lines: listed })
  await ledger.enterWithin(transaction, { type: 'dispose', text, at }, async ({ sha256 }) => {
    await insertDisposalList(transaction, head, listed, sha256)
  })
}
