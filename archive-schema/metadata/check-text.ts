import { isCalendarDate, isTimestamp } from '#archive-schema/case-file/instant.ts'
import { readDescriptiveDate } from '#archive-schema/description/descriptive-date.ts'
import type { ElementRule } from '#archive-schema/profiles/element-rule.ts'

/** What a text should be to stand in an element, where it is not: form, length, value list, characters. */
export function expectedOfText(rule: ElementRule, text: string): string | undefined {
  if (text.trim() === '') return '非空'
  if (!isXmlText(text)) return '无控制字符'
  return (
    expectedForm(rule, text) ?? expectedLength(rule, text) ?? expectedValue(rule, text) ?? expectedRange(rule, text)
  )
}

/**
 * Whether a text may stand in our metadata: Unicode without control characters except tab and line ends. XML 1.0 has no
 * way to write most of them.
 */
export function isXmlText(text: string): boolean {
  return text.isWellFormed() && !unwritable.test(text)
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/

function expectedForm({ type }: ElementRule, text: string): string | undefined {
  if (type === 'integer') return /^(0|[1-9]\d*)$/.test(text) ? undefined : '0, 1, 2 …'
  if (type === 'date') return isCalendarDate(text) ? undefined : 'yyyy-MM-dd'
  if (type === 'descriptive-date') return readDescriptiveDate(text) ? undefined : 'YYYYMMDD, [YYYYMMDD]'
  if (type === 'datetime') return isLocalTime(text) ? undefined : 'yyyy-MM-dd HH:mm:ss'
  return undefined
}

function isLocalTime(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text) && isTimestamp(`${text.replace(' ', 'T')}+08:00`)
}

function expectedLength({ minLength = 0, maxLength = Number.POSITIVE_INFINITY }: ElementRule, text: string) {
  // Characters are code points: 𠮷 counts once.
  const length = [...text].length
  if (length < minLength) return `≥ ${minLength} 字`
  return length > maxLength ? `≤ ${maxLength} 字` : undefined
}

function expectedValue({ values, beginnings, pattern }: ElementRule, text: string): string | undefined {
  if (values !== undefined && !values.includes(text)) return values.join(' / ')
  if (beginnings?.some((beginning) => text.startsWith(beginning)) === false) return '代码表中的代码'
  if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`, 'u').test(text)) return pattern
  return undefined
}

function expectedRange({ type, min, max }: ElementRule, text: string): string | undefined {
  if (min !== undefined && isBefore(type, text, min)) return `≥ ${min}`
  return max !== undefined && isBefore(type, max, text) ? `≤ ${max}` : undefined
}

/** Days and times sort as their texts do, integers without leading zeros by length first. */
function isBefore(type: ElementRule['type'], one: string, other: string): boolean {
  if (type === 'integer' && one.length !== other.length) return one.length < other.length
  return one < other
}
