import { randomBytes } from 'node:crypto'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { DisposalItem, Opinion } from '#archive-schema/disposal/disposal-item.ts'
import type { AppraisalRequest } from '#archive-schema/disposal/disposal-requests.ts'
import { type DisposalListHead, formatDisposalText } from '#archive-schema/disposal/disposal-texts.ts'
import { timeLine } from '#archive-schema/retention/act-text.ts'
import { chinaDay, startOfChinaDay } from '#archive-schema/retention/china-day.ts'
import { type Extension, endText } from '#archive-schema/retention/extension.ts'
import { isLater } from '#archive-schema/retention/term.ts'
import type { Transaction } from '#storage/catalogue/catalogue.ts'
import { openListOf } from '#storage/catalogue/disposal-lists.ts'
import { insertDisposalList } from '#storage/catalogue/disposal-steps.ts'
import { queueEntry } from '#storage/catalogue/ledger-entries.ts'
import { holdsOn } from '#storage/catalogue/legal-holds.ts'
import { mediaHolding } from '#storage/catalogue/offline-media.ts'
import { findRecord } from '#storage/catalogue/records.ts'
import { claimRetention, type RecordRetention } from '#storage/catalogue/retention.ts'
import { extendWithin, protectExtended } from '../retention/extend-term.ts'
import type { RetentionTools } from '../retention/retention-tools.ts'
import { wholeSecond } from '../retention/whole-second.ts'
import { describeItem, type EndingTerm } from './describe-item.ts'

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

type Asked = {
  readonly number: string
  readonly opinion: Opinion
  readonly reason: string
  /** 续存: first day after the new term. */
  readonly until?: string
}

async function judgeAll(transaction: Transaction, request: AppraisalRequest, at: Date): Promise<DisposalItem[]> {
  const asked = new Map<string, Asked>()
  const opinions: readonly Asked[] = [
    ...request.destroy.map((each) => ({ ...each, opinion: 'destroy' as const })),
    ...request.extend.map((each) => ({ ...each, opinion: 'extend' as const })),
  ]
  for (const each of opinions) {
    if (asked.has(each.number)) throw new ArchiveError({ code: 'DISPOSAL_TWICE', file: each.number })
    asked.set(each.number, each)
  }
  const claimed = new Map((await claimRetention(transaction, [...asked.keys()])).map((term) => [term.number, term]))
  const items: DisposalItem[] = []
  for (const each of [...asked.values()].toSorted((one, other) => (one.number < other.number ? -1 : 1)))
    items.push(await judge(transaction, each, claimed.get(each.number), { at, mediaPlan: request.mediaPlan }))
  return items
}

async function judge(
  transaction: Transaction,
  { number, opinion, reason, until }: Asked,
  term: RecordRetention | undefined,
  { at, mediaPlan }: { readonly at: Date; readonly mediaPlan: string | undefined },
): Promise<DisposalItem> {
  const record = await findRecord(transaction, number)
  if (record === undefined || term === undefined) throw new ArchiveError({ code: 'RECORD_NOT_FOUND', found: number })
  demandDue(term, at)
  const open = await openListOf(transaction, number)
  if (open !== undefined) throw new ArchiveError({ code: 'DISPOSAL_LISTED', file: number, found: open })
  if (until !== undefined) demandLonger(term, until)
  if (opinion === 'extend') return describeItem(transaction, record, term, { opinion, reason, at })
  if (term.held) {
    const holds = (await holdsOn(transaction, number)).map(({ id }) => id)
    return describeItem(transaction, record, term, { opinion: 'withhold', reason: `保全：${holds.join('、')}`, at })
  }
  const [medium] = await mediaHolding(transaction, number)
  if (medium !== undefined && mediaPlan === undefined)
    throw new ArchiveError({ code: 'DISPOSAL_ON_MEDIA', file: number, found: medium })
  return describeItem(transaction, record, term, { opinion, reason, at })
}

function demandDue(term: RecordRetention, at: Date): asserts term is EndingTerm {
  const { number, endsAt } = term
  if (endsAt !== undefined && endsAt <= at) return
  throw new ArchiveError({ code: 'DISPOSAL_NOT_DUE', file: number, found: endText(endsAt) })
}

function demandLonger({ number: file, endsAt }: EndingTerm, until: string): void {
  if (startOfChinaDay(until) > endsAt) return
  throw new ArchiveError({ code: 'RETENTION_NOT_LONGER', file, expected: endText(endsAt), found: until })
}

async function enterTexts(
  transaction: Transaction,
  { ledger }: RetentionTools,
  { list, at }: { readonly list: string; readonly at: Date },
  { drafter, appraisers, mediaPlan }: AppraisalRequest,
  items: readonly DisposalItem[],
): Promise<void> {
  const shared = { list, at: timeLine(at), drafter }
  const appraisal = await ledger.keepText(
    'dispose',
    formatDisposalText({ head: { form: 'guidang-appraisal/1', ...shared, appraisers }, lines: items }),
  )
  const form = 'guidang-disposal-list/1'
  const head: DisposalListHead = { form, ...shared, appraisalSha256: appraisal.sha256, mediaPlan: mediaPlan ?? null }
  const listed = items.filter(({ opinion }) => opinion !== 'extend')
  const entry = await ledger.keepText('dispose', formatDisposalText({ head, lines: listed }))
  await insertDisposalList(transaction, head, listed, entry.sha256)
  await queueEntry(transaction, appraisal, at)
  await queueEntry(transaction, entry, at)
}
