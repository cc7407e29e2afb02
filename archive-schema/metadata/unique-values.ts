import { caseRules } from '#archive-schema/profiles/element-tables.ts'
import type { Profile } from '#archive-schema/profiles/profile.ts'
import type { CaseMetadata } from './record-metadata.ts'
import { type ElementGroup, isList } from './vocabulary.ts'

/** 唯一性: a value that no other record should hold, with the values of the elements that are unique only together with it. */
export type UniqueValue = {
  /** Names of the elements, e.g. `业务流水号、统一社会信用代码`. */
  readonly title: string
  readonly key: string
  readonly value: string
  readonly together: Readonly<Record<string, string>>
  readonly otherwise: 'refuse' | 'tell'
}

/** Every unique value of a case by its profile; one for each of a repeatable element. Where a part is missing there is none. */
export function uniqueValues(profile: Profile, about: CaseMetadata): readonly UniqueValue[] {
  const group: ElementGroup = about
  const rules = caseRules(profile)
  return rules.flatMap(({ key, title, unique }) => {
    if (unique === undefined) return []
    const parts = unique.together.map((other) => [other, group[other]] as const)
    const together = Object.fromEntries(parts.filter((part): part is [string, string] => typeof part[1] === 'string'))
    if (Object.keys(together).length < parts.length) return []
    const titles = unique.together.map((other) => rules.find((rule) => rule.key === other)?.title ?? other)
    const names = [title, ...titles].join('、')
    return textsOf(group[key]).map((value) => ({ title: names, key, value, together, otherwise: unique.otherwise }))
  })
}

/** The part of the metadata that a record has which holds the same value: a repeatable element holds it among others. */
export function groupWith(profile: Profile, { key, value, together }: UniqueValue): ElementGroup {
  const isRepeatable = caseRules(profile).some((rule) => rule.key === key && rule.repeatable)
  return { ...together, [key]: isRepeatable ? [value] : value }
}

function textsOf(value: ElementGroup[string]): readonly string[] {
  if (value === undefined) return []
  const values = isList(value) ? value : [value]
  return values.filter((one) => typeof one === 'string')
}
