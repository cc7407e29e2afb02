import type { RecordMetadata } from '#archive-schema/metadata/record-metadata.ts'
import type { ElementGroup, ElementValue } from '#archive-schema/metadata/vocabulary.ts'
import type { ElementRule } from '#archive-schema/profiles/element-rule.ts'
import { caseRules, documentRules, stepRules } from '#archive-schema/profiles/element-tables.ts'
import type { Profile } from '#archive-schema/profiles/profile.ts'

/** One table of elements beside the values that it speaks of. `place` is the path by meaning, e.g. `documents[2]`. */
export type ElementTable = {
  readonly place: string
  readonly rules: readonly ElementRule[]
  readonly group: ElementGroup
}

/** 元数据项 with a value: one text, where it stands, and the rule for it. */
export type ElementText = { readonly place: string; readonly rule: ElementRule; readonly text: string }

/** Every table of a record with its values, containers inside of others included: what the checks of elements walk over. */
export function elementTables(profile: Profile, metadata: RecordMetadata): readonly ElementTable[] {
  return [
    { place: 'explanation', rules: profile.files.explanation.elements, group: metadata.explanation },
    { place: 'case', rules: caseRules(profile), group: metadata.case },
    ...metadata.process.map((group, i) => ({ place: `process[${i}]`, rules: stepRules(profile), group })),
    ...metadata.documents.map(({ folder: _, ...group }, i) => ({
      place: `documents[${i}]`,
      rules: documentRules(profile),
      group,
    })),
  ].flatMap(withInnerTables)
}

/** Every value of a table; what is in containers stands in tables of its own. */
export function elementTexts({ place, rules, group }: ElementTable): readonly ElementText[] {
  return rules.flatMap((rule) =>
    valuesOf(group[rule.key], `${place}.${rule.key}`).flatMap(({ at, value }) =>
      typeof value === 'string' ? [{ place: at, rule, text: value }] : [],
    ),
  )
}

function withInnerTables(table: ElementTable): readonly ElementTable[] {
  const inner = table.rules.flatMap((rule) =>
    valuesOf(table.group[rule.key], `${table.place}.${rule.key}`).flatMap(({ at, value }) =>
      typeof value === 'string' ? [] : [{ place: at, rules: rule.children ?? [], group: value }],
    ),
  )
  return [table, ...inner.flatMap(withInnerTables)]
}

function valuesOf(value: ElementValue | undefined, place: string) {
  if (value === undefined) return []
  return isList(value) ? value.map((one, i) => ({ at: `${place}[${i}]`, value: one })) : [{ at: place, value }]
}

function isList(value: ElementValue): value is readonly string[] | readonly ElementGroup[] {
  return Array.isArray(value)
}
