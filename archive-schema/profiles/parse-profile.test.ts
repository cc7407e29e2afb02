import { expect, test } from 'vitest'
import { caseResults } from '#archive-schema/case-file/handling.ts'
import { itemTypes } from '#archive-schema/case-file/item-types.ts'
import { fileVocabularies } from '#archive-schema/metadata/file-vocabularies.ts'
import type { Vocabulary } from '#archive-schema/metadata/vocabulary.ts'
import { retentionPeriods } from '#archive-schema/retention.ts'
import type { ElementRule } from './element-rule.ts'
import { caseRules } from './element-tables.ts'
import { fz2021Proxy as profile } from './fz-2021-proxy.ts'
import { parseProfile } from './parse-profile.ts'
import { metadataFileKeys } from './profile.ts'

test.for(metadataFileKeys)('has an element for every meaning of the file %s', (key) => {
  expect(keysOf(profile.files[key].elements).toSorted()).toEqual(meaningsOf(fileVocabularies[key]).toSorted())
})

test('knows every value that the hand-over format allows', () => {
  const valuesOf = (key: string) => caseRules(profile).find((rule) => rule.key === key)?.values
  expect(valuesOf('result')).toEqual(expect.arrayContaining([...caseResults]))
  expect(valuesOf('itemType')).toEqual([...itemTypes])
  expect(valuesOf('retentionPeriod')).toEqual([...retentionPeriods])
})

test('keeps the misspelt tag of the source [MET-34]', () => {
  expect(caseRules(profile).find(({ key }) => key === 'informationSystem')?.tag).toBe('information_system_dcscription')
})

const faults: readonly [string, (rules: readonly ElementRule[]) => unknown[], string][] = [
  ['a key that the code does not know', (rules) => [{ ...rules[0], key: 'phone' }], 'case.phone'],
  [
    'a key that stands twice',
    (rules) => [...rules, { ...rules[0], tag: 'other' }],
    'electronicRecordCode stands twice',
  ],
  [
    'a tag that stands twice',
    (rules) => [rules[0], { ...rules[1], tag: rules[0]?.tag }],
    'electronic_record_code stands twice',
  ],
  [
    'a text where the code fills several',
    (rules) => rules.map((rule) => ({ ...rule, repeatable: false })),
    'the code fills texts',
  ],
  [
    'a condition on an element that is not there',
    (rules) => rules.filter(({ key }) => key !== 'result'),
    'depends on result',
  ],
  ['a pattern that is none', (rules) => [{ ...rules[0], pattern: '(' }], 'no regular expression'],
  ['a tag that is no name', (rules) => [{ ...rules[0], tag: 'a b' }], 'tag'],
  ['a word that the form does not know', (rules) => [{ ...rules[0], obligatory: true }], 'obligatory'],
]

test.for(faults)('refuses %s', ([, change, named]) => {
  const elements = change(profile.files.case.elements)
  const files = { ...profile.files, case: { ...profile.files.case, elements } }
  expect(foundIn({ ...profile, files })).toContain(named)
})

test.for(['申报文件', '../x.xml', 'a/b.xml', ' \u0000'])('refuses %j as name of a metadata file', (name) => {
  const files = { ...profile.files, case: { ...profile.files.case, name } }
  expect(foundIn({ ...profile, files })).toContain('files and folders')
})

test('refuses two folders for one class', () => {
  const folders = profile.folders.with(1, { class: '申报文件', name: '其他' })
  expect(foundIn({ ...profile, folders })).toContain('申报文件 stands twice')
})

test('refuses a chronology of what is no time', () => {
  expect(foundIn({ ...profile, chronology: [['acceptedAt', 'result']] })).toContain('result is no time')
})

const descriptionFaults: readonly [string, (elements: readonly object[]) => unknown[], string][] = [
  ['an element without a rule for its value', ([first]) => [{ ...first, type: 'texts' }], 'type'],
  [
    'a name that stands twice',
    (elements) => [...elements, { ...elements[1], key: 'other', tag: 'other' }],
    '并列题名 stands twice',
  ],
  ['what is sealed nowhere', ([first]) => [{ ...first, sealedAs: 'headline' }], 'headline is no such element'],
  ['one text of several', ([first]) => [{ ...first, sealedAs: 'applicantNames' }], 'applicantNames is no such element'],
  [
    'what is mandatory and begins with nothing',
    ([, second]) => [{ ...second, obligation: 'mandatory' }],
    'no value to begin with',
  ],
]

test.for(descriptionFaults)('refuses as descriptive element %s', ([, change, named]) => {
  const description = { ...profile.description, elements: change(profile.description.elements) }
  expect(foundIn({ ...profile, description })).toContain(named)
})

const [given, ...read] = profile.archivalCodes
const numberFaults: readonly [string, object, string][] = [
  [
    'a 电子文件号 that the signed statement cannot hold',
    {
      electronicRecordCode: {
        ...profile.electronicRecordCode,
        template: profile.electronicRecordCode.template.replaceAll('-', '_'),
      },
    },
    'is no plain text',
  ],
  ['a part without a form', { archivalCodes: [{ ...given, template: '{fonds}-{other}' }, ...read] }, 'do not agree'],
  ['a form without a part', { archivalCodes: [{ ...given, parts: { ...given?.parts, other: 'x' } }] }, 'do not agree'],
  ['a counter that is no part', { archivalCodes: [{ ...given, counter: 'serial' }] }, 'do not agree'],
  ['a counter within itself', { archivalCodes: [{ ...given, resetBy: ['number'] }] }, 'do not agree'],
  ['a scope that is no part', { archivalCodes: [{ ...given, resetBy: ['fonds', 'file'] }] }, 'do not agree'],
  ['zeros for what is no part', { archivalCodes: [{ ...given, pad: { serial: 4 } }] }, 'do not agree'],
  ['a first template that is only read', { archivalCodes: read }, 'the first template is given'],
  [
    'two templates that are given',
    { archivalCodes: [given, { ...given, id: 'other' }] },
    'the first template is given',
  ],
  ['one template twice', { archivalCodes: [given, ...read, ...read] }, 'stands twice'],
  ['no template', { archivalCodes: [] }, 'archivalCodes'],
  ['a 门类 that its template refuses', { categoryCode: 'zy' }, 'zy does not fit'],
]

test.for(numberFaults)('refuses as numbers %s', ([, change, named]) => {
  expect(foundIn({ ...profile, ...change })).toContain(named)
})

function foundIn(changed: unknown): string {
  try {
    parseProfile(changed)
  } catch (error) {
    expect(error).toMatchObject({ code: 'CONFIGURATION_INVALID' })
    return JSON.stringify(error)
  }
  return 'accepted'
}

function keysOf(rules: readonly ElementRule[]): string[] {
  return rules.flatMap(({ key, children = [] }) => [key, ...keysOf(children).map((inner) => `${key}.${inner}`)])
}

function meaningsOf(vocabulary: Vocabulary): string[] {
  return Object.entries(vocabulary).flatMap(([key, kind]) => {
    if (typeof kind === 'string') return [key]
    const inner = 'groups' in kind ? kind.groups : kind.group
    return [key, ...meaningsOf(inner).map((meaning) => `${key}.${meaning}`)]
  })
}
