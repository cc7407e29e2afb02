import { ArchiveError, refuse } from '#archive-schema/archive-error.ts'
import type { Fault } from '#archive-schema/fault.ts'
import { characterAspect } from '#archive-schema/inspection/element-aspects.ts'
import { checkGroup } from '#archive-schema/metadata/check-group.ts'
import { type ElementFault, elementFaultOf } from '#archive-schema/metadata/element-fault.ts'
import type { ElementRule } from '#archive-schema/profiles/element-rule.ts'
import type { Profile } from '#archive-schema/profiles/profile.ts'
import type { Description, DescriptionChange, DescriptiveValue } from './description.ts'
import { descriptionChanges } from './description-changes.ts'
import { findDescriptiveElement } from './find-descriptive-element.ts'

/** What a person asks for: new values by name of the element (key, Chinese name or tag); `null` takes the value away. */
export type DescriptionRequest = {
  readonly set: { readonly [name: string]: DescriptiveValue | null }
  /** 著录者. */
  readonly by: string
  /** 更改理由. */
  readonly reason: string
}

/** A description after a correction, and what the correction changed. */
export type RevisedDescription = {
  readonly description: Description
  readonly changes: readonly DescriptionChange[]
}

/**
 * 著录更改: corrects a description, by the same rules of elements as at archiving. Throws `DESCRIPTION_FIXED` for background,
 * structure and process metadata, `DESCRIPTION_ELEMENT` for a value that does not fit its element, and `REQUEST_INVALID` for a
 * name that is no element and for a correction that changes nothing.
 */
export function reviseDescription(
  profile: Profile,
  current: Description,
  { set, by, reason }: DescriptionRequest,
): RevisedDescription {
  const { elements, revision } = profile.description
  const wanted = Object.entries(set).map(([name, value]) => {
    const rule = findDescriptiveElement(profile, name)
    return { rule, value: value === null ? undefined : formOf(rule, value) }
  })
  refuseDoubled(wanted.map(({ rule }) => rule))
  const values = new Map<string, DescriptiveValue>(Object.entries(current))
  for (const { rule, value } of wanted) {
    if (value === undefined) values.delete(rule.key)
    else values.set(rule.key, value)
  }
  const description = Object.fromEntries(values)
  refuse([...valueFaults(elements, description), ...valueFaults(revision, { by, reason })])
  const changes = descriptionChanges(profile, current, description)
  if (changes.length > 0) return { description, changes }
  throw new ArchiveError({ code: 'REQUEST_INVALID', field: 'set', found: '没有更改 (nothing would change)' })
}

/** One element under two of its names: nobody can say which value is meant. */
function refuseDoubled(rules: readonly ElementRule[]): void {
  const doubled = rules.find((rule, i) => rules.indexOf(rule) !== i)
  if (doubled === undefined) return
  throw new ArchiveError({ code: 'REQUEST_INVALID', field: 'set', found: `${doubled.title} ${doubled.key}: 重复` })
}

/** Repeatable elements hold lists, others one text; Unicode form NFC, no blanks around. */
function formOf({ key, title, repeatable }: ElementRule, value: DescriptiveValue): DescriptiveValue {
  const texts = [value].flat().map((text) => text.normalize('NFC').trim())
  const [only, ...more] = texts
  if (repeatable && new Set(texts).size === texts.length && only !== undefined) return texts
  if (!repeatable && only !== undefined && more.length === 0) return only
  const expected = repeatable ? '至少一个值，各不相同' : '一个值（不可重复）'
  throw new ArchiveError(elementFaultOf({ element: key, title, expected, found: texts.join('、') }))
}

function valueFaults(rules: readonly ElementRule[], values: Description): Fault[] {
  const faults = checkGroup(rules, values, 'description')
  return (faults.length > 0 ? faults : lostCharacters(rules, values)).map(elementFaultOf)
}

/** What `checkGroup` lets through, but no person typed: U+FFFD stands where a character was lost. */
function lostCharacters(rules: readonly ElementRule[], values: Description): ElementFault[] {
  return rules.flatMap((rule) =>
    [values[rule.key] ?? []].flat().flatMap((text) => {
      const expected = characterAspect(rule, text)
      return expected === undefined
        ? []
        : [{ element: `description.${rule.key}`, title: rule.title, expected, found: text }]
    }),
  )
}
