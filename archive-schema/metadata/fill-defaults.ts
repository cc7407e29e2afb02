import type { ElementRule } from '#archive-schema/profiles/element-rule.ts'
import { caseRules, documentRules, stepRules } from '#archive-schema/profiles/element-tables.ts'
import type { Profile } from '#archive-schema/profiles/profile.ts'
import type { RecordMetadata } from './record-metadata.ts'

/** 缺省值: the metadata with what the profile says of elements of which the case says nothing. Values that are there stay. */
export function fillDefaults(profile: Profile, metadata: RecordMetadata): RecordMetadata {
  return {
    explanation: { ...defaultsOf(profile.files.explanation.elements), ...given(metadata.explanation) },
    case: { ...defaultsOf(caseRules(profile)), ...given(metadata.case) },
    process: metadata.process.map((step) => ({ ...defaultsOf(stepRules(profile)), ...given(step) })),
    documents: metadata.documents.map((document) => ({
      ...defaultsOf(documentRules(profile)),
      ...given(document),
      folder: document.folder,
      number: document.number,
    })),
  }
}

function defaultsOf(rules: readonly ElementRule[]): Readonly<Record<string, string>> {
  const values = rules.flatMap(({ key, default: value }) => (value === undefined ? [] : [[key, value] as const]))
  return Object.fromEntries(values)
}

/** Without the meanings that are `undefined`, which would hide a default. */
function given<Group extends object>(group: Group): Partial<Group> {
  return Object.fromEntries(Object.entries(group).filter(([, value]) => value !== undefined)) as Partial<Group>
}
