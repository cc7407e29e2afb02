import type { ElementGroup } from '#archive-schema/metadata/vocabulary.ts'
import { metadataFileRule } from '#archive-schema/profiles/element-rule.ts'
import { writeXml } from '#archive-schema/xml/write-xml.ts'
import type { BatchContents } from './batch-contents.ts'
import type { RegistrationDocument, ShownResult } from './registration-document.ts'
import type { RegistrationField, RegistrationProfile } from './registration-profile.ts'
import { rowText } from './row-text.ts'

/** The form as XML: head, every row in its order, what was checked and gathered. Names are those of the profile. */
export function writeFormXml(profile: RegistrationProfile, document: RegistrationDocument): Uint8Array {
  const rows = [...profile.fields, ...profile.remarks]
  return writeXml(profile.xml.titleAttribute, formFile(profile), {
    ...headGroup(profile, document),
    ...Object.fromEntries(rows.map((field) => [field.key, rowGroup(field, document)])),
    ...tailGroup(document.check),
  })
}

/** Form of the file, made from the rows of the profile. */
export function formFile({ xml, fields, remarks }: RegistrationProfile) {
  const { titleAttribute: _, head, result, tail, ...file } = xml
  const rows = [...fields, ...remarks].map(({ key, tag, title, filledBy, provenance }) => {
    const element = { key, tag, title, obligation: 'optional', provenance }
    return filledBy === 'results' ? { ...element, type: 'container', children: result } : { ...element, type: 'text' }
  })
  return metadataFileRule.parse({ ...file, elements: [...head, ...rows, ...tail] })
}

function headGroup({ standard }: RegistrationProfile, document: RegistrationDocument): ElementGroup {
  const { number, version, state, registered, check } = document
  return {
    ...{ number, version: String(version), profile: standard, state },
    registeredBy: registered.by,
    registeredAt: registered.at,
    reason: registered.reason,
    checkedAt: check?.at,
    outcome: check?.outcome,
  }
}

function rowGroup(field: RegistrationField, document: RegistrationDocument) {
  if (field.result === undefined) return rowText(field, document)
  const result = document.check?.results.find((one) => one.field === field.key)
  return result && resultGroup(result)
}

function resultGroup({ outcome, why, question, answer, passed, items = [] }: ShownResult): ElementGroup {
  const { by, role, remark, at } = answer ?? {}
  return {
    ...{ outcome, why, question, by, role, remark, at },
    passed: passed?.toString(),
    items: items.map(({ rule, title, counts }) => ({ rule, title, ...numbers(counts) })),
  }
}

function tailGroup(check: RegistrationDocument['check']): ElementGroup {
  if (check === undefined) return {}
  return {
    counts: check.counts.map(({ rule, title, outcome, evidence: [first] }) => {
      return { rule, title, outcome, expected: first?.expected, found: first?.found }
    }),
    ...contentsGroup(check.contents),
  }
}

function contentsGroup({ records, unfinished, refused }: BatchContents): ElementGroup {
  return { archived: records.map((record) => ({ ...record, bytes: String(record.bytes) })), unfinished, refused }
}

function numbers(counts: Readonly<Record<string, number>>): ElementGroup {
  return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, String(count)]))
}
