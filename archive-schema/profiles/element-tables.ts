import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { ElementRule } from './element-rule.ts'
import type { Profile } from './profile.ts'

/** 归档文件集: the keys of the containers in which the documents stand inside the case file. */
const documentPlace = ['fileSet', 'folders', 'documents'] as const

/** The elements of one document, in the order of the profile. */
export function documentRules(profile: Profile): readonly ElementRule[] {
  return documentPlace.reduce(childrenOf, profile.files.case.elements)
}

/** The elements of one step of the process. */
export function stepRules(profile: Profile): readonly ElementRule[] {
  return childrenOf(profile.files.process.elements, 'steps')
}

/** The elements of the case as a whole, without the documents. */
export function caseRules(profile: Profile): readonly ElementRule[] {
  return profile.files.case.elements.filter(({ key }) => key !== documentPlace[0])
}

/** What a profile calls an element of a table; the key itself where it does not know it. */
export function titleOf(rules: readonly ElementRule[], key: string): string {
  return rules.find((rule) => rule.key === key)?.title ?? key
}

function childrenOf(rules: readonly ElementRule[], key: string): readonly ElementRule[] {
  const children = rules.find((rule) => rule.key === key)?.children
  if (children !== undefined) return children
  throw new ArchiveError({ code: 'CONFIGURATION_INVALID', field: `profile.${key}`, found: 'no such container' })
}
