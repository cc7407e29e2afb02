import { z } from 'zod'
import { ArchiveError, refuse } from '#archive-schema/archive-error.ts'
import { collisionKey, pathFault } from '#archive-schema/evidence/path-rules.ts'
import type { Fault } from '#archive-schema/fault.ts'
import { fileVocabularies } from '#archive-schema/metadata/file-vocabularies.ts'
import type { MeaningKind, Vocabulary } from '#archive-schema/metadata/vocabulary.ts'
import { partNames } from '#archive-schema/package/code-template.ts'
import type { ElementRule } from './element-rule.ts'
import { type MetadataFileKey, metadataFileKeys, type Profile, profileRule } from './profile.ts'

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

function descriptionFaults({ description, files }: Profile): Fault[] {
  const names = description.elements.flatMap(({ key, title, tag }) => [...new Set([key, title, tag])])
  return [
    ...doubleFaults('description', names),
    ...description.elements.flatMap(({ key, sealedAs, repeatable, obligation, initial }) => {
      const sealed = files.case.elements.find((rule) => rule.key === sealedAs)
      const isSame = sealed?.repeatable === repeatable && sealed.type !== 'container'
      const hasValue = obligation !== 'mandatory' || sealed?.obligation === 'mandatory' || initial !== undefined
      return [
        ...(sealedAs === undefined || isSame
          ? []
          : [profileFault(`description.${key}`, `${sealedAs} is no such element`)]),
        ...(hasValue ? [] : [profileFault(`description.${key}`, 'is mandatory and has no value to begin with')]),
      ]
    }),
  ]
}

/** Each part of a number has a form, and what counts is a part beside those within which it counts. */
function numberFaults({ electronicRecordCode, archivalCodes, categoryCode }: Profile): Fault[] {
  const templates = [electronicRecordCode, ...archivalCodes]
  const misfits = templates.filter((template) => {
    const { parts, pad, counter, resetBy } = template
    const names = partNames(template)
    const isWhole = names.toSorted().join() === Object.keys(parts).toSorted().join()
    return (
      !isWhole ||
      resetBy.includes(counter) ||
      ![counter, ...resetBy, ...Object.keys(pad)].every((name) => names.includes(name))
    )
  })
  const uses = archivalCodes.map(({ use }, i) => use === (i === 0 ? 'given' : 'read'))
  const category = new RegExp(`^(?:${archivalCodes[0]?.parts['category'] ?? '(?!)'})$`, 'u')
  return [
    ...misfits.map(({ template }) => profileFault('template', `${template} and its parts do not agree`)),
    ...doubleFaults(
      'archivalCodes',
      archivalCodes.map(({ id }) => id),
    ),
    ...(uses.every(Boolean) ? [] : [profileFault('archivalCodes', 'the first template is given, all others are read')]),
    ...(category.test(categoryCode) ? [] : [profileFault('categoryCode', `${categoryCode} does not fit its template`)]),
  ]
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
  const when = rule.when
  if (when !== undefined && !siblings.some(({ key }) => key === when.key)) {
    faults.push(profileFault(place, `depends on ${when.key}, which is no element beside it`))
  }
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

function doubleFaults(place: string, names: readonly string[]): Fault[] {
  const doubles = names.filter((name, i) => names.indexOf(name) !== i)
  return doubles.map((name) => profileFault(place, `${name} stands twice`))
}

function profileFault(field: string, found: string): Fault {
  return { code: 'CONFIGURATION_INVALID', field: `profile.${field}`, found }
}
