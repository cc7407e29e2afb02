import { isCalendarDate, isTimestamp } from '#archive-schema/case-file/instant.ts'
import { readDescriptiveDate } from '#archive-schema/description/descriptive-date.ts'
import type { ElementGroup } from '#archive-schema/metadata/vocabulary.ts'
import type { ConditionRule } from '#archive-schema/profiles/condition-rule.ts'
import type { ElementRule } from '#archive-schema/profiles/element-rule.ts'

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

/** 数据类型、格式: integers without leading zeros, `yyyy-MM-dd`, `yyyy-MM-dd HH:mm:ss`, days of 著录, and the pattern of the element. */
export const formAspect: ElementAspect = ({ type, pattern }, text) => {
  if (type === 'integer' && !/^(?:0|[1-9][0-9]*)$/.test(text)) return '0, 1, 2 …'
  if (type === 'date' && !isCalendarDate(text)) return 'yyyy-MM-dd'
  if (type === 'descriptive-date' && readDescriptiveDate(text) === undefined) return 'YYYYMMDD, [YYYYMMDD]'
  if (type === 'datetime' && !isLocalTime(text)) return 'yyyy-MM-dd HH:mm:ss'
  return pattern === undefined || new RegExp(`^(?:${pattern})$`, 'u').test(text) ? undefined : pattern
}

/** 值域: the closed list of values or of beginnings of codes, and least and greatest value, where the element has them. */
export const valueListAspect: ElementAspect = ({ values, beginnings, ...bounds }, text) => {
  if (values !== undefined && !values.includes(text)) return values.join(' / ')
  if (beginnings !== undefined && !beginnings.some((code) => text.startsWith(code))) return '代码表中的代码'
  return boundAspect(bounds, text)
}

function boundAspect({ type, min, max }: Pick<ElementRule, 'type' | 'min' | 'max'>, text: string): string | undefined {
  const place = (value: string) => (type === 'integer' ? BigInt(/^[0-9]+$/.test(value) ? value : 0) : value)
  if (min !== undefined && place(text) < place(min)) return `≥ ${min}`
  return max !== undefined && place(text) > place(max) ? `≤ ${max}` : undefined
}

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

/** 组合: which elements of its group an element should stand with or without, where that is not so. */
export function combinationAspect({ key, combination }: ElementRule, group: ElementGroup): string | undefined {
  if (combination === undefined) return undefined
  const { kind, keys } = combination
  const others = keys.filter((other) => group[other] !== undefined).length
  const own = group[key] === undefined ? 0 : 1
  const isMet = {
    together: own + others === 0 || own + others === keys.length + 1,
    either: own + others > 0,
    alone: own === 0 || others === 0,
  }[kind]
  return isMet ? undefined : `${combinationTerms[kind]} ${keys.join('、')}`
}

const combinationTerms = { together: '同有同无', either: '至少一项', alone: '不得并存' } as const

function holds(when: ConditionRule, group: ElementGroup): boolean {
  if ('all' in when) return when.all.every((one) => holds(one, group))
  if ('any' in when) return when.any.some((one) => holds(one, group))
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
