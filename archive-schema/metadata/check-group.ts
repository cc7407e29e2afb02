import type { ConditionRule } from '#archive-schema/profiles/condition-rule.ts'
import type { ElementRule } from '#archive-schema/profiles/element-rule.ts'
import { expectedCombination } from './check-combination.ts'
import { expectedOfText } from './check-text.ts'
import { type ElementFault, nothing } from './element-fault.ts'
import { type ElementGroup, isList } from './vocabulary.ts'

/**
 * Holds a group of values against its table: what is due is there, every value has its form, and nothing is there that
 * the table has no element for (it would be lost in writing). `place` is the path of the group.
 */
export function checkGroup(rules: readonly ElementRule[], group: ElementGroup, place: string): ElementFault[] {
  return [
    ...rules.flatMap((rule) => [
      ...checkElement(rule, group, `${place}.${rule.key}`),
      ...checkCombination(rule, rules, group, `${place}.${rule.key}`),
    ]),
    ...unknownKeys(rules, group).map((key) => ({
      element: `${place}.${key}`,
      title: key,
      expected: nothing,
      found: key,
    })),
  ]
}

function checkElement(rule: ElementRule, group: ElementGroup, place: string): ElementFault[] {
  const value = group[rule.key]
  if (value === undefined) return isDue(rule, group) ? [elementFault(rule, place, '必选', nothing)] : []
  return isList(value)
    ? value.flatMap((one, i) => checkValue(rule, one, `${place}[${i}]`))
    : checkValue(rule, value, place)
}

function checkCombination(rule: ElementRule, rules: readonly ElementRule[], group: ElementGroup, place: string) {
  const expected = expectedCombination(rule, rules, group)
  const found = group[rule.key] === undefined ? nothing : '有'
  return expected === undefined ? [] : [elementFault(rule, place, expected, found)]
}

function checkValue(rule: ElementRule, value: string | ElementGroup, place: string): ElementFault[] {
  if (typeof value !== 'string') return checkGroup(rule.children ?? [], value, place)
  const expected = expectedOfText(rule, value)
  return expected === undefined ? [] : [elementFault(rule, place, expected, value)]
}

function isDue({ obligation, when }: ElementRule, group: ElementGroup): boolean {
  if (obligation === 'conditional') return when !== undefined && holds(when, group)
  return obligation === 'mandatory'
}

function holds(when: ConditionRule, group: ElementGroup): boolean {
  if ('all' in when) return when.all.every((one) => holds(one, group))
  if ('any' in when) return when.any.some((one) => holds(one, group))
  const value = group[when.key]
  if ('present' in when) return value !== undefined
  if (typeof value !== 'string') return false
  return 'is' in when ? when.is.includes(value) : !when.isNot.includes(value)
}

function unknownKeys(rules: readonly ElementRule[], group: ElementGroup): string[] {
  return Object.keys(group).filter((key) => group[key] !== undefined && !rules.some((rule) => rule.key === key))
}

function elementFault({ title }: ElementRule, element: string, expected: string, found: string): ElementFault {
  return { element, title, expected, found }
}
