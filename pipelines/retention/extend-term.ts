import { ArchiveError } from '#archive-schema/archive-error.ts'
import { startOfChinaDay } from '#archive-schema/retention/china-day.ts'
import { type Extension, endText, formatExtension } from '#archive-schema/retention/extension.ts'
import type { ExtensionRequest } from '#archive-schema/retention/retention-requests.ts'
import { endOfPeriod, isLater } from '#archive-schema/retention/term.ts'
import type { Transaction } from '#storage/catalogue/catalogue.ts'
import type { LockFault } from '#storage/catalogue/lock-renewals.ts'
import { claimRetention, type RecordRetention, setTermEnd } from '#storage/catalogue/retention.ts'
import { insertExtension, parentsBinding } from '#storage/catalogue/retention-extensions.ts'
import { type Act, enterAct } from '../business/enter-act.ts'
import { enterIfMissing } from './enter-retention.ts'
import { protectAll } from './protect-all.ts'
import type { LockTools, RetentionTools } from './retention-tools.ts'
import { wholeSecond } from './whole-second.ts'

/** The extensions that were made: of the record, and of joint parents that bind it and would have ended before. */
export type ExtendedTerm = { readonly extensions: readonly Extension[]; readonly faults: readonly LockFault[] }

/**
 * 延长保管期限: the term of a record (电子文件号) ends later, and that of every joint parent that binds it at least then. Texts are
 * locked and entered in the ledger; locks that end soon follow at once, others when they are due. Throws `RETENTION_NOT_LONGER`.
 */
export async function extendTerm(
  tools: RetentionTools,
  number: string,
  request: ExtensionRequest,
): Promise<ExtendedTerm> {
  const extensions = await tools.catalogue.transact((transaction) => extendWithin(transaction, tools, number, request))
  return { extensions, faults: await protectExtended(tools, extensions) }
}

/** The same within a transaction of the caller, who then lets the locks follow (`protectExtended`); if he dies, their renewal does. */
export async function extendWithin(
  transaction: Transaction,
  tools: Pick<RetentionTools, 'ledger' | 'now'>,
  number: string,
  request: ExtensionRequest,
): Promise<readonly Extension[]> {
  const at = wholeSecond(tools.now())
  const [record, ...parents] = await claimFamily(transaction, number)
  const endsAfter = askedEnd(record, request)
  if (!isLater(endsAfter, record.endsAt)) throw notLonger(record, endsAfter)
  const { reason, by, authority } = request
  const shared = { endsAfter, cause: number, reason, by, at, ...(authority === undefined ? {} : { authority }) }
  const made = [record, ...parents.filter(({ endsAt }) => isLater(endsAfter, endsAt))].map((each) => ({
    ...shared,
    number: each.number,
    endsBefore: each.endsAt,
  }))
  for (const extension of made) await enterExtension(transaction, tools, extension)
  return made
}

/** Brings the locks of extended records to their new ends where they end soon. */
export function protectExtended(tools: LockTools, extensions: readonly Extension[]): Promise<readonly LockFault[]> {
  return protectAll(
    tools,
    extensions.map(({ number }) => number),
  )
}

/**
 * The record and the joint parents that bind it; nobody else changes their terms until the transaction ends. They are claimed in the
 * order of their numbers, as holds claim theirs; a parent that came to rest meanwhile is claimed behind them.
 */
async function claimFamily(transaction: Transaction, number: string): Promise<[RecordRetention, ...RecordRetention[]]> {
  await enterIfMissing(transaction, number)
  await claimRetention(transaction, [number, ...(await parentsBinding(transaction, number))])
  const [record] = await claimRetention(transaction, [number])
  if (record === undefined) throw new ArchiveError({ code: 'RECORD_NOT_FOUND', found: number })
  return [record, ...(await claimRetention(transaction, await parentsBinding(transaction, number)))]
}

function askedEnd({ startsAt }: RecordRetention, { until, period }: ExtensionRequest): Date | undefined {
  if (until !== undefined) return startOfChinaDay(until)
  if (period !== undefined) return endOfPeriod(period, startsAt)
  throw new Error('an extension is asked for without an end')
}

function notLonger({ number, endsAt }: RecordRetention, asked: Date | undefined): ArchiveError {
  const [expected, found] = [endText(endsAt), endText(asked)]
  return new ArchiveError({ code: 'RETENTION_NOT_LONGER', file: number, expected, found })
}

async function enterExtension(
  transaction: Transaction,
  { ledger }: Pick<RetentionTools, 'ledger'>,
  extension: Extension,
): Promise<void> {
  const { number, endsAfter, at } = extension
  const text = formatExtension(extension)
  await ledger.enterWithin(transaction, { type: 'extend', text, at }, async ({ sha256 }) => {
    await insertExtension(transaction, extension, sha256)
    await setTermEnd(transaction, number, endsAfter)
    await enterAct(transaction, extensionAct(extension, sha256))
  })
}

/** The act that an extension is on its record. */
export function extensionAct(extension: Extension, resultSha256: string): Act {
  const { number, endsBefore, endsAfter, cause, reason, authority, by, at } = extension
  const because = cause === number ? reason : `随子件 ${cause}：${reason}`
  const parts = [
    `${endText(endsBefore)} → ${endText(endsAfter)}`,
    because,
    ...(authority === undefined ? [] : [authority]),
  ]
  return { number, act: 'extension', actedAt: at, description: parts.join('；'), resultSha256, person: { name: by } }
}
