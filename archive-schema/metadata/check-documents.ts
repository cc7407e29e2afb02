import { collisionKey, pathFault } from '#archive-schema/evidence/path-rules.ts'
import { documentRules, titleOf } from '#archive-schema/profiles/element-tables.ts'
import type { Profile } from '#archive-schema/profiles/profile.ts'
import type { ElementFault } from './element-fault.ts'
import type { DocumentMetadata } from './record-metadata.ts'

/** The documents of a package can lie beside each other: numbers without gaps in each folder, and no name twice. */
export function checkDocuments(profile: Profile, documents: readonly DocumentMetadata[]): ElementFault[] {
  return [...numberFaults(profile, documents), ...nameFaults(profile, documents)]
}

function numberFaults(profile: Profile, documents: readonly DocumentMetadata[]): ElementFault[] {
  const title = titleOf(documentRules(profile), 'number')
  const last = new Map<string, number>()
  return documents.flatMap(({ folder, number }, i) => {
    const due = (last.get(folder) ?? 0) + 1
    last.set(folder, due)
    const element = `documents[${i}].number`
    return Number(number) === due ? [] : [{ element, title, expected: String(due), found: number }]
  })
}

function nameFaults(profile: Profile, documents: readonly DocumentMetadata[]): ElementFault[] {
  const title = titleOf(documentRules(profile), 'actualName')
  const places = new Map<string, string>()
  return documents.flatMap(({ folder, actualName = '' }, i) => {
    const element = `documents[${i}].actualName`
    const key = collisionKey(`${folder}/${actualName}`)
    const other = places.get(key)
    places.set(key, element)
    if (other !== undefined) return [{ element, title, expected: `≠ ${other}`, found: actualName }]
    return isFileName(actualName) ? [] : [{ element, title, expected: '文件名', found: actualName }]
  })
}

function isFileName(name: string): boolean {
  return !name.includes('/') && pathFault(name) === undefined
}
