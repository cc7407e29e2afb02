import { demandOfEvidence } from '#archive-schema/evidence/demand.ts'
import { formatActText, oneOf, readActText, readTime, timeLine } from './act-text.ts'
import { chinaDay, startOfChinaDay } from './china-day.ts'
import { isLater } from './term.ts'

/** 延长保管期限: a term ends later than it did (档案法实施条例 第二十四条); `undefined` ends are 永久. */
export type Extension = {
  /** 电子文件号. */
  readonly number: string
  readonly endsBefore: Date | undefined
  readonly endsAfter: Date | undefined
  /** The record that was extended; another one where a joint parent follows its child. */
  readonly cause: string
  readonly reason: string
  /** The paper on which it rests, where there is one. */
  readonly authority?: string
  readonly by: string
  readonly at: Date
}

const form = 'guidang-retention-extension/1'
const names = ['record', 'ended', 'ends', 'cause', 'authority', 'reason', 'by', 'at'] as const
/** What stands on a line where there is no day, or no paper. */
const permanent = '永久'
const none = '-'

/** Bytes of the text of an extension. Throws `EVIDENCE_INVALID`. */
export function formatExtension(extension: Extension): Uint8Array {
  demandLonger(extension)
  return formatActText(form, [
    ['record', extension.number],
    ['ended', endText(extension.endsBefore)],
    ['ends', endText(extension.endsAfter)],
    ['cause', extension.cause],
    ['authority', extension.authority ?? none],
    ['reason', extension.reason],
    ['by', extension.by],
    ['at', timeLine(extension.at)],
  ])
}

/** Reads `bytes` if they are exactly what `formatExtension` writes. Throws `EVIDENCE_INVALID`. */
export function parseExtension(bytes: Uint8Array): Extension {
  const lines = readActText(form, names, bytes)
  const authority = oneOf(lines, 'authority')
  const extension = {
    number: oneOf(lines, 'record'),
    endsBefore: readEnd(oneOf(lines, 'ended')),
    endsAfter: readEnd(oneOf(lines, 'ends')),
    cause: oneOf(lines, 'cause'),
    ...(authority === none ? {} : { authority }),
    reason: oneOf(lines, 'reason'),
    by: oneOf(lines, 'by'),
    at: readTime(oneOf(lines, 'at')),
  }
  demandLonger(extension)
  return extension
}

/** The day on which a term is over, as people read it: `YYYY-MM-DD`, or 永久. */
export function endText(end: Date | undefined): string {
  return end === undefined ? permanent : chinaDay(end)
}

function readEnd(text: string): Date | undefined {
  if (text === permanent) return undefined
  const end = /^\d{4}-\d{2}-\d{2}$/.test(text) ? startOfChinaDay(text) : undefined
  demandOfEvidence(
    end !== undefined && !Number.isNaN(end.getTime()) && chinaDay(end) === text,
    form,
    `${text} is no day`,
  )
  return end
}

function demandLonger({ endsBefore, endsAfter }: Extension): void {
  demandOfEvidence(isLater(endsAfter, endsBefore), form, 'the term does not become longer')
}
