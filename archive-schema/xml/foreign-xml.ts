import { ArchiveError } from '#archive-schema/archive-error.ts'
import { decodeAs } from '#archive-schema/formats/text-encoding.ts'
import { xmlEncoding } from '#archive-schema/formats/xml-encoding.ts'
import type { ElementGroup } from '#archive-schema/metadata/vocabulary.ts'
import type { ElementRule } from '#archive-schema/profiles/element-rule.ts'
import { parseXml, type XmlElement } from './parse-xml.ts'

/** What was read of an element of another system, and the names of what the table does not know or knows once only. */
export type ForeignGroup = { readonly values: ElementGroup; readonly unread: readonly string[] }

/**
 * An XML file of another system, with more freedom than our own: UTF-8 or an encoding that it declares (GBK, GB 18030), with or without
 * declaration, with comments. Throws `PACKAGE_INVALID`; DOCTYPE and entities are refused as everywhere.
 */
export function parseForeignXml(file: string, bytes: Uint8Array): XmlElement {
  const found = xmlEncoding(bytes)
  const text = 'unknown' in found ? undefined : decodeAs(bytes, found.encoding, false)
  if (text === undefined) throw new ArchiveError({ code: 'PACKAGE_INVALID', file, found: 'unknown text encoding' })
  const body = text.replace(/^\s*<\?xml[^>]*\?>/, '').replaceAll(/<!--[\s\S]*?-->/g, '')
  return parseXml(file, new TextEncoder().encode(`<?xml version="1.0" encoding="UTF-8"?>${body.trim()}`))
}

/** Reads what a table knows of an element; what it does not know is named and left alone. */
export function readForeignGroup(rules: readonly ElementRule[], element: XmlElement): ForeignGroup {
  const values = new Map<ElementRule, (string | ElementGroup)[]>()
  const unread: string[] = []
  const add = (rule: ElementRule, value: string | ElementGroup) => {
    const before = values.get(rule) ?? []
    if (before.length > 0 && !rule.repeatable) unread.push(rule.tag)
    else values.set(rule, [...before, value])
  }
  for (const rule of rules.filter(({ attribute }) => attribute)) {
    const text = element.attributes[rule.tag]
    if (text !== undefined) add(rule, text)
  }
  for (const child of elementsOf(element)) {
    const rule = rules.find(({ attribute, tag }) => !attribute && tag === child.tag)
    if (rule === undefined) unread.push(child.tag)
    else if (rule.type !== 'container') add(rule, textOf(child))
    else {
      const inner = readForeignGroup(rule.children ?? [], child)
      add(rule, inner.values)
      unread.push(...inner.unread)
    }
  }
  const entries = [...values].map(([rule, list]) => [rule.key, rule.repeatable ? list : list[0]])
  // The values of one element are all texts or all groups, which the type of a list of both cannot say.
  return { values: Object.fromEntries(entries) as ElementGroup, unread: [...new Set(unread)] }
}

/** The elements inside an element. */
export function elementsOf(element: XmlElement): readonly XmlElement[] {
  return element.children.filter((child) => typeof child !== 'string')
}

/** All text of an element; an empty one says nothing, and counts as blank. */
function textOf(element: XmlElement): string {
  return element.children
    .map((child) => (typeof child === 'string' ? child : textOf(child)))
    .join('')
    .trim()
}
