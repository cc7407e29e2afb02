import type { Fault } from '#archive-schema/fault.ts'
import { expectedOfText } from '#archive-schema/metadata/check-text.ts'
import { conditionKeys } from './condition-rule.ts'
import type { ElementRule } from './element-rule.ts'
import { profileFault } from './profile-fault.ts'

/**
 * What is wrong with what a rule says of the values of its element: conditions and combinations name elements beside it, bounds
 * and a default have its own form, and only elements of the case itself can be unique.
 */
export function valueFaults(place: string, rule: ElementRule, siblings: readonly ElementRule[]): Fault[] {
  const { when, combination, unique } = rule
  const fault = (found: string) => profileFault(place, found)
  const named = [
    ...(when === undefined ? [] : conditionKeys(when)),
    ...(combination?.keys ?? []),
    ...(unique?.together ?? []),
  ]
  const strange = named.filter((key) => key === rule.key || !siblings.some((sibling) => sibling.key === key))
  const isOfCase = place === `case.${rule.key}` && rule.type !== 'container'
  return [
    ...strange.map((key) => fault(`depends on ${key}, which is no element beside it`)),
    ...(unique === undefined || isOfCase ? [] : [fault('only elements of the case can be unique')]),
    ...boundFaults(rule).map(fault),
    ...defaultFaults(rule).map(fault),
  ]
}

function boundFaults(rule: ElementRule): string[] {
  const { min, max, type } = rule
  const bounds = [min, max].filter((bound) => bound !== undefined)
  if (bounds.length > 0 && !['integer', 'date', 'datetime'].includes(type)) return [`min and max are not for ${type}`]
  const form: ElementRule = { key: rule.key, tag: rule.tag, title: rule.title, type, ...plain }
  return bounds.filter((bound) => expectedOfText(form, bound) !== undefined).map((bound) => `${bound} is no ${type}`)
}

const plain = { titled: true, attribute: false, obligation: 'optional', repeatable: false, provenance: '' } as const

function defaultFaults(rule: ElementRule): string[] {
  if (rule.default === undefined) return []
  if (rule.type === 'container' || rule.repeatable) return ['has a default, but not one value']
  if (rule.obligation === 'conditional') return ['has a default, which would stand where the condition does not hold']
  const expected = expectedOfText(rule, rule.default)
  return expected === undefined ? [] : [`the default ${rule.default} is not ${expected}`]
}
