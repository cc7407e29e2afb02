import type { ElementRule } from '#archive-schema/profiles/element-rule.ts'
import type { ElementGroup } from './vocabulary.ts'

/** Which elements should stand with an element, where they do not. */
export function expectedCombination(
  { key, combination }: ElementRule,
  rules: readonly ElementRule[],
  group: ElementGroup,
): string | undefined {
  if (combination === undefined) return undefined
  const present = combination.keys.filter((other) => group[other] !== undefined)
  const isThere = group[key] !== undefined
  const titles = combination.keys.map((other) => rules.find((rule) => rule.key === other)?.title ?? other).join('、')
  if (combination.kind === 'together')
    return present.length === (isThere ? combination.keys.length : 0) ? undefined : `与 ${titles} 同有同无`
  if (combination.kind === 'either') return isThere || present.length > 0 ? undefined : `与 ${titles} 至少一项`
  return isThere && present.length > 0 ? `不与 ${titles} 并存` : undefined
}
