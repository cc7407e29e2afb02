import type { ConditionRule } from './condition-rule.ts'
import type { ElementRule } from './element-rule.ts'
import { parseProfile } from './parse-profile.ts'
import type { Profile } from './profile.ts'

/**
 * For tests: a profile in which everything that a profile may name has another name, and each meaning stays what it is.
 * What works with one profile and not with the other has a name of the first in its code.
 */
export function renamedProfile(profile: Profile): Profile {
  const terms = Object.fromEntries(Object.entries(profile.terms).map(([key, term]) => [key, renamed(term)]))
  const renameTerm = (value: string) => (Object.values(profile.terms).includes(value) ? renamed(value) : value)
  const files = Object.entries(profile.files).map(([key, { name, root, elements, ...file }]) => [
    key,
    {
      ...file,
      name: renamed(name),
      root: { tag: renamed(root.tag), title: renamed(root.title) },
      elements: elements.map((rule) => renamedRule(rule, renameTerm)),
    },
  ])
  return parseProfile({
    ...profile,
    id: renamed(profile.id),
    titleAttribute: renamed(profile.titleAttribute),
    terms,
    files: Object.fromEntries(files),
    folders: profile.folders.map((folder) => ({ ...folder, name: renamed(folder.name) })),
    childFolder: { ...profile.childFolder, name: renamed(profile.childFolder.name) },
    nodes: profile.nodes.map((node) => ({ ...node, name: renamed(node.name) })),
    electronicRecordCode: withSeparator(profile.electronicRecordCode, '.'),
    categoryCode: 'XX·YY',
  })
}

function renamed(name: string): string {
  return `x${name}`
}

/** The values that the code writes are renamed with the lists and conditions that name them. */
function renamedRule(rule: ElementRule, renameTerm: (value: string) => string): unknown {
  const { tag, title, values, when, children } = rule
  return {
    ...rule,
    tag: renamed(tag),
    title: renamed(title),
    ...(values && { values: values.map(renameTerm) }),
    ...(when && { when: renamedCondition(when, renameTerm) }),
    ...(children && { children: children.map((child) => renamedRule(child, renameTerm)) }),
  }
}

function renamedCondition(when: ConditionRule, renameTerm: (value: string) => string): ConditionRule {
  if ('all' in when) return { all: when.all.map((one) => renamedCondition(one, renameTerm)) }
  if ('any' in when) return { any: when.any.map((one) => renamedCondition(one, renameTerm)) }
  if ('is' in when) return { ...when, is: when.is.map(renameTerm) }
  return 'isNot' in when ? { ...when, isNot: when.isNot.map(renameTerm) } : when
}

function withSeparator({ template, ...rest }: Profile['electronicRecordCode'], separator: string) {
  return { ...rest, template: template.replaceAll('}-{', `}${separator}{`) }
}
