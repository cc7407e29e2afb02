import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { ElementGroup } from '#archive-schema/metadata/vocabulary.ts'
import type { ElementRule, MetadataFileRule } from '#archive-schema/profiles/element-rule.ts'
import { parseXml, type XmlElement } from './parse-xml.ts'

/**
 * Reads a metadata file by its table; undoes `writeXml`. The order of different elements does not matter, and missing
 * elements are no fault here. Throws `PACKAGE_INVALID` for XML that is not ours, for elements and attributes that the
 * table does not know, for repetition of what is not repeatable, and for text beside elements.
 */
export function readXml(titleAttribute: string, file: MetadataFileRule, bytes: Uint8Array): ElementGroup {
  const root = parseXml(file.name, bytes)
  if (root.tag !== file.root.tag) throw invalid(file.name, `root element ${root.tag} instead of ${file.root.tag}`)
  return readGroup({ file: file.name, titleAttribute }, file.elements, root)
}

type Place = { readonly file: string; readonly titleAttribute: string }

function readGroup(place: Place, rules: readonly ElementRule[], element: XmlElement): ElementGroup {
  const found = new Map<ElementRule, (string | ElementGroup)[]>()
  const add = (rule: ElementRule, value: string | ElementGroup) => {
    const before = found.get(rule)
    if (before === undefined) found.set(rule, [value])
    else if (rule.repeatable) before.push(value)
    else throw invalid(place.file, `element ${rule.tag} more than once`)
  }
  for (const [name, text] of Object.entries(element.attributes)) {
    const rule = rules.find(({ attribute, tag }) => attribute && tag === name)
    if (rule !== undefined) add(rule, text)
    else if (name !== place.titleAttribute) throw invalid(place.file, `attribute ${name} of ${element.tag}`)
  }
  for (const child of childElements(place, element)) {
    const rule = rules.find(({ attribute, tag }) => !attribute && tag === child.tag)
    if (rule === undefined) throw invalid(place.file, `element ${child.tag}`)
    add(rule, readValue(place, rule, child))
  }
  const values = [...found].map(([rule, list]) => [rule.key, rule.repeatable ? list : list[0]])
  // The values of one element are all texts or all groups, which the type of a list of both cannot say.
  return Object.fromEntries(values) as ElementGroup
}

function childElements(place: Place, element: XmlElement): XmlElement[] {
  return element.children.flatMap((child) => {
    if (typeof child !== 'string') return [child]
    if (child.trim() === '') return []
    throw invalid(place.file, `text in ${element.tag}: ${child.trim().slice(0, 40)}`)
  })
}

function readValue(place: Place, rule: ElementRule, element: XmlElement): string | ElementGroup {
  if (rule.type === 'container') return readGroup(place, rule.children ?? [], element)
  const stray = Object.keys(element.attributes).find((name) => name !== place.titleAttribute)
  if (stray !== undefined) throw invalid(place.file, `attribute ${stray} of ${element.tag}`)
  return element.children
    .map((child) => {
      if (typeof child === 'string') return child
      throw invalid(place.file, `element ${child.tag} inside ${element.tag}`)
    })
    .join('')
}

function invalid(file: string, found: string): ArchiveError {
  return new ArchiveError({ code: 'PACKAGE_INVALID', file, found })
}
