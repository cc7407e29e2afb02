import { demandOfEvidence } from '#archive-schema/evidence/demand.ts'
import { formatActText, oneOf, readActText, readTime, timeLine } from './act-text.ts'

/** 保全: an order that records are kept whatever their terms say, until it is lifted (DA/T 94-2022 13.4: 未了事项). */
export type LegalHold = {
  /** `hold-<day>-<8 hexadecimal digits>`. */
  readonly id: string
  /** Who orders it, and by which paper. */
  readonly authority: string
  readonly reason: string
  /** Who of the archive carried it out. */
  readonly by: string
  readonly at: Date
  /** 电子文件号, each once, in byte order. */
  readonly numbers: readonly string[]
}

/** 解除保全: a hold is lifted from records on which it was. */
export type LegalRelease = Omit<LegalHold, 'id'> & {
  readonly hold: string
  /** SHA-256 of the text of the hold. */
  readonly holdSha256: string
}

const holdForm = 'guidang-legal-hold/1'
const releaseForm = 'guidang-legal-release/1'
const holdNames = ['hold', 'authority', 'reason', 'by', 'at', 'record'] as const
const releaseNames = ['hold', 'hold-sha256', 'authority', 'reason', 'by', 'at', 'record'] as const

/** Bytes of the text of a hold. Throws `EVIDENCE_INVALID`. */
export function formatLegalHold({ id, ...hold }: LegalHold): Uint8Array {
  checkNumbers(hold.numbers)
  return formatActText(holdForm, [['hold', id], ...sharedLines(hold)])
}

/** Reads `bytes` if they are exactly what `formatLegalHold` writes. Throws `EVIDENCE_INVALID`. */
export function parseLegalHold(bytes: Uint8Array): LegalHold {
  const lines = readActText(holdForm, holdNames, bytes)
  return { id: oneOf(lines, 'hold'), ...sharedFields(lines) }
}

/** Bytes of the text of a release. Throws `EVIDENCE_INVALID`. */
export function formatLegalRelease({ hold, holdSha256, ...release }: LegalRelease): Uint8Array {
  checkNumbers(release.numbers)
  return formatActText(releaseForm, [['hold', hold], ['hold-sha256', holdSha256], ...sharedLines(release)])
}

/** Reads `bytes` if they are exactly what `formatLegalRelease` writes. Throws `EVIDENCE_INVALID`. */
export function parseLegalRelease(bytes: Uint8Array): LegalRelease {
  const lines = readActText(releaseForm, releaseNames, bytes)
  return { hold: oneOf(lines, 'hold'), holdSha256: oneOf(lines, 'hold-sha256'), ...sharedFields(lines) }
}

/** The numbers as a text names them: each once, in byte order. */
export function inTextOrder(numbers: readonly string[]): string[] {
  return [...new Set(numbers)].toSorted()
}

type Shared = Omit<LegalHold, 'id'>

function sharedLines({ authority, reason, by, at, numbers }: Shared) {
  const records = numbers.map((number) => ['record', number] as const)
  return [['authority', authority], ['reason', reason], ['by', by], ['at', timeLine(at)], ...records] as const
}

function sharedFields(lines: ReadonlyMap<string, readonly string[]>): Shared {
  const numbers = lines.get('record') ?? []
  checkNumbers(numbers)
  return {
    authority: oneOf(lines, 'authority'),
    reason: oneOf(lines, 'reason'),
    by: oneOf(lines, 'by'),
    at: readTime(oneOf(lines, 'at')),
    numbers,
  }
}

function checkNumbers(numbers: readonly string[]): void {
  const isOrdered = numbers.length > 0 && inTextOrder(numbers).every((number, i) => number === numbers[i])
  demandOfEvidence(isOrdered && new Set(numbers).size === numbers.length, 'record', 'not each once, in order')
}
