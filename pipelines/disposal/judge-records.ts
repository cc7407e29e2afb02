import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { DisposalItem, Opinion } from '#archive-schema/disposal/disposal-item.ts'
import type { AppraisalRequest } from '#archive-schema/disposal/disposal-requests.ts'
import { startOfChinaDay } from '#archive-schema/retention/china-day.ts'
import { endText } from '#archive-schema/retention/extension.ts'
import type { Transaction } from '#storage/catalogue/catalogue.ts'
import { openListOf } from '#storage/catalogue/disposal-lists.ts'
import { holdsOn } from '#storage/catalogue/legal-holds.ts'
import { mediaHolding } from '#storage/catalogue/offline-media.ts'
import { findRecord } from '#storage/catalogue/records.ts'
import { claimRetention, type RecordRetention } from '#storage/catalogue/retention.ts'
import { describeItem, type EndingTerm } from './describe-item.ts'

type Asked = {
  readonly number: string
  readonly opinion: Opinion
  readonly reason: string
  /** 续存: first day after the new term. */
  readonly until?: string
}

/**
 * 鉴定意见: what becomes of each record that is asked for, in the order of their numbers; their terms are claimed. Throws `DISPOSAL_NOT_DUE`,
 * `DISPOSAL_LISTED`, `DISPOSAL_TWICE`, `DISPOSAL_ON_MEDIA`, `RECORD_NOT_FOUND`, `RETENTION_NOT_LONGER`.
 */
export async function judgeAll(transaction: Transaction, request: AppraisalRequest, at: Date): Promise<DisposalItem[]> {
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
