import { z } from 'zod'
import { ArchiveError, refuse } from '#archive-schema/archive-error.ts'
import { collisionKey, pathFault } from '#archive-schema/evidence/path-rules.ts'
import type { Fault } from '#archive-schema/fault.ts'
import { fileVocabularies } from '#archive-schema/metadata/file-vocabularies.ts'
import type { MeaningKind, Vocabulary } from '#archive-schema/metadata/vocabulary.ts'
import { descriptionFaults } from './description-faults.ts'
import type { ElementRule } from './element-rule.ts'
import { numberFaults } from './number-faults.ts'
import { type MetadataFileKey, metadataFileKeys, type Profile, profileRule } from './profile.ts'
import { doubleFaults, profileFault } from './profile-fault.ts'
import { twinFaults } from './twin-faults.ts'
import { valueFaults } from './value-faults.ts'

/**
 * Reads a profile and holds it against the vocabularies: every key is one that the code knows, with the same kind, and
 * no name stands twice in one place. Throws `CONFIGURATION_INVALID` with all that is wrong.
 */
export function parseProfile(source: unknown): Profile {
  const parsed = profileRule.safeParse(source)
  if (!parsed.success) throw new ArchiveError(profileFault('', z.prettifyError(parsed.error)))
  refuse([
    ...layoutFaults(parsed.data),
    ...metadataFileKeys.flatMap((key) => fileFaults(parsed.data, key)),
    ...descriptionFaults(parsed.data),
    ...numberFaults(parsed.data),
    ...twinFaults(parsed.data),
  ])
  return parsed.data
}

function layoutFaults({ files, folders, chronology }: Profile): Fault[] {
  const names = [...metadataFileKeys.map((key) => files[key].name), ...folders.map(({ name }) => name)]
  const unfit = names.filter((name) => name.includes('/') || pathFault(name) !== undefined)
  return [
    ...doubleFaults(
      'folders.class',
      folders.map((folder) => folder.class),
    ),
    ...doubleFaults('files and folders', names.map(collisionKey)),
    ...chronology
      .flat()
      .filter((key) => !files.case.elements.some((rule) => rule.key === key && rule.type === 'datetime'))
      .map((key) => profileFault('chronology', `${key} is no time of the case`)),
    ...unfit.map((name) => profileFault('files and folders', `${JSON.stringify(name)} is no file name`)),
  ]
}

function fileFaults({ files }: Profile, key: MetadataFileKey): Fault[] {
  return tableFaults(key, files[key].elements, fileVocabularies[key])
}

function tableFaults(place: string, rules: readonly ElementRule[], vocabulary: Vocabulary): Fault[] {
  return [
    ...doubleFaults(
      `${place}.key`,
      rules.map(({ key }) => key),
    ),
    ...doubleFaults(
      `${place}.tag`,
      rules.map(({ tag, attribute }) => (attribute ? `@${tag}` : tag)),
    ),
    ...rules.flatMap((rule) => ruleFaults(`${place}.${rule.key}`, rule, rules, vocabulary)),
  ]
}

function ruleFaults(
  place: string,
  rule: ElementRule,
  siblings: readonly ElementRule[],
  vocabulary: Vocabulary,
): Fault[] {
  const kind = vocabulary[rule.key]
  if (kind === undefined) return [profileFault(place, 'a key that the code does not know')]
  const faults =
    kindOf(rule) === kindName(kind) ? [] : [profileFault(place, `is ${kindOf(rule)}, the code fills ${kindName(kind)}`)]
  faults.push(...valueFaults(place, rule, siblings))
  const inner = childVocabulary(kind)
  return inner === undefined ? faults : [...faults, ...tableFaults(place, rule.children ?? [], inner)]
}

function kindOf(rule: ElementRule): string {
  const single = rule.type === 'container' ? 'group' : 'text'
  return rule.repeatable ? `${single}s` : single
}

function kindName(kind: MeaningKind): string {
  if (typeof kind === 'string') return kind
  return 'groups' in kind ? 'groups' : 'group'
}

function childVocabulary(kind: MeaningKind): Vocabulary | undefined {
  if (typeof kind === 'string') return undefined
  return 'groups' in kind ? kind.groups : kind.group
}
