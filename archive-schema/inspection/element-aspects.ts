import { isCalendarDate, isTimestamp } from '#archive-schema/case-file/instant.ts'
import type { ElementGroup } from '#archive-schema/metadata/vocabulary.ts'
import type { ConditionRule, ElementRule } from '#archive-schema/profiles/element-rule.ts'

// The checks of the 归档 stage look at one aspect of an element each (GD-1-2, 1-3, 1-4, 1-6, 2-3, 2-4), so that a report
// says what kind of fault a value has. They share no code with the checks that `checkMetadata` makes before packaging.

/** What one aspect of an element should be, where a text is not so; `undefined` where it is. */
export type ElementAspect = (rule: ElementRule, text: string) => string | undefined

/** 数据长度 in characters (code points: 𠮷 counts once). */
export const lengthAspect: ElementAspect = ({ minLength = 0, maxLength = Number.POSITIVE_INFINITY }, text) => {
  const length = Array.from(text).length
  if (length < minLength) return `≥ ${minLength} 字（现为 ${length} 字）`
  return length > maxLength ? `≤ ${maxLength} 字（现为 ${length} 字）` : undefined
}

/** 数据类型、格式: integers without leading zeros, `yyyy-MM-dd`, `yyyy-MM-dd HH:mm:ss`, and the pattern of the element. */
export const formAspect: ElementAspect = ({ type, pattern }, text) => {
  if (type === 'integer' && !/^(?:0|[1-9][0-9]*)$/.test(text)) return '0, 1, 2 …'
  if (type === 'date' && !isCalendarDate(text)) return 'yyyy-MM-dd'
  if (type === 'datetime' && !isLocalTime(text)) return 'yyyy-MM-dd HH:mm:ss'
  return pattern === undefined || new RegExp(`^(?:${pattern})$`, 'u').test(text) ? undefined : pattern
}

/** 值域: the closed list of values, where the element has one. */
export const valueListAspect: ElementAspect = ({ values }, text) =>
  values === undefined || values.includes(text) ? undefined : values.join(' / ')

/**
 * 特殊字符: no control characters but tab and line ends, no lone surrogates, no noncharacters, and no U+FFFD, which stands
 * where characters were lost on the way.
 */
export const characterAspect: ElementAspect = (_, text) => {
  const [found] = forbiddenCharacter.exec(text) ?? []
  return found === undefined ? undefined : `不含 U+${codeOf(found)}`
}

/** 非空: a value has more than white space. An element without a value is left out. */
export const blankAspect: ElementAspect = (_, text) => (text.trim() === '' ? '非空' : undefined)

/** Whether the condition of an element asks for it in its group. Never so for what is always mandatory or always optional. */
export function isDueByCondition({ obligation, when }: ElementRule, group: ElementGroup): boolean {
  return obligation === 'conditional' && when !== undefined && holds(when, group)
}

function holds(when: ConditionRule, group: ElementGroup): boolean {
  const value = group[when.key]
  if ('present' in when) return value !== undefined
  if (typeof value !== 'string') return false
  return 'is' in when ? when.is.includes(value) : !when.isNot.includes(value)
}

function isLocalTime(text: string): boolean {
  // A 24-hour clock and nothing else: `yyyy-mm-dd hh:mm:ss` in a program of old gave 2019-47-23 and 09: 47:11.
  return /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text) && isTimestamp(`${text.replace(' ', 'T')}+08:00`)
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const forbiddenCharacter = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffd-\uffff\p{Cs}]/u

function codeOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
}
