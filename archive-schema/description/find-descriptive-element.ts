import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { ElementRule } from '#archive-schema/profiles/element-rule.ts'
import { metadataFileKeys, type Profile } from '#archive-schema/profiles/profile.ts'

/**
 * The descriptive element of a name: its key, Chinese name or tag. Throws `DESCRIPTION_FIXED` for the name of any other
 * metadata element, also where its path is given (`case.year`), and `REQUEST_INVALID` for what is no element at all.
 */
export function findDescriptiveElement({ description, files }: Profile, name: string): ElementRule {
  const found = description.elements.find((rule) => isNamed(rule, name))
  if (found !== undefined) return found
  const last =
    name
      .replaceAll(/\[\d+\]/g, '')
      .split('.')
      .at(-1) ?? name
  const isFixed = metadataFileKeys.some((key) => isElement(files[key].elements, last))
  const expected = description.elements.map(({ key, title }) => `${title} ${key}`).join('、')
  if (isFixed) throw new ArchiveError({ code: 'DESCRIPTION_FIXED', field: name, expected })
  throw new ArchiveError({
    code: 'REQUEST_INVALID',
    field: name,
    found: `没有这个著录项目 (no such element): ${expected}`,
  })
}

function isElement(rules: readonly ElementRule[], name: string): boolean {
  return rules.some((rule) => isNamed(rule, name) || isElement(rule.children ?? [], name))
}

function isNamed({ key, title, tag }: ElementRule, name: string): boolean {
  return [key, title, tag].includes(name)
}
