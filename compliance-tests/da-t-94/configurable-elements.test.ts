import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dat70Gd } from '#archive-schema/inspection/dat70-gd.ts'
import { checkMetadata } from '#archive-schema/metadata/check-metadata.ts'
import { describeCase } from '#archive-schema/metadata/describe-case.ts'
import { exampleParticulars } from '#archive-schema/metadata/example-record.ts'
import type { CaseMetadata } from '#archive-schema/metadata/record-metadata.ts'
import { uniqueValues } from '#archive-schema/metadata/unique-values.ts'
import { readMetadataFile, writeMetadataFile } from '#archive-schema/package/metadata-file.ts'
import type { ElementRule } from '#archive-schema/profiles/element-rule.ts'
import { fz2021Proxy as profile } from '#archive-schema/profiles/fz-2021-proxy.ts'
import { parseProfile } from '#archive-schema/profiles/parse-profile.ts'
import type { Profile } from '#archive-schema/profiles/profile.ts'
import { inspectPackage } from '#pipelines/inspection/inspect-package.ts'
import { readSample, type Sample, sealSample } from '#pipelines/inspection/sealed-sample-trial.ts'
import { type OpenedSigner, openSigner } from '#storage/keys/open-signer.ts'

let folder: string
let signer: OpenedSigner
let sample: Sample

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'configurable-'))
  signer = await openSigner({ dataDir: folder, algorithm: 'ecdsa-p256', now: new Date() })
  sample = await readSample('06-employment-registration-instant')
})
afterAll(() => rm(folder, { recursive: true }))

/**
 * A property of an element, what it is set to, values that are good before and after the change, and values that are good before
 * and not after: the element that is then found, and the item of the inspection that finds it.
 */
type Row = readonly [
  property: string,
  key: string,
  change: Partial<ElementRule>,
  good: CaseMetadata,
  bad: CaseMetadata,
  item: string,
]

const rows: readonly Row[] = [
  ['type', 'remarks', { type: 'integer' }, { remarks: '12' }, { remarks: '十二' }, 'GD-1-3'],
  ['null', 'remarks', { obligation: 'mandatory' }, { remarks: '有' }, { remarks: undefined }, 'GD-2-4'],
  [
    'null under a condition of two parts',
    'remarks',
    {
      obligation: 'conditional',
      when: {
        all: [
          { key: 'result', is: ['办结'] },
          { key: 'channel', isNot: ['窗口'] },
        ],
      },
    },
    { channel: '窗口', remarks: undefined },
    { channel: '网上', remarks: undefined },
    'GD-2-3',
  ],
  [
    'null under one of two conditions',
    'remarks',
    {
      obligation: 'conditional',
      when: {
        any: [
          { key: 'result', is: ['准予'] },
          { key: 'channel', is: ['邮寄'] },
        ],
      },
    },
    { channel: '网上', remarks: undefined },
    { channel: '邮寄', remarks: undefined },
    'GD-2-3',
  ],
  ['greatest length', 'remarks', { maxLength: 3 }, { remarks: '一二三' }, { remarks: '一二三四' }, 'GD-1-2'],
  ['least length', 'remarks', { minLength: 3 }, { remarks: '一二三' }, { remarks: '一二' }, 'GD-1-2'],
  ['pattern', 'remarks', { pattern: '[甲乙]+' }, { remarks: '甲乙' }, { remarks: '丙' }, 'GD-1-3'],
  ['values', 'remarks', { values: ['甲', '乙'] }, { remarks: '乙' }, { remarks: '丙' }, 'GD-1-4'],
  ['beginnings', 'remarks', { beginnings: ['43', '44'] }, { remarks: '4401' }, { remarks: '9901' }, 'GD-1-4'],
  ['least integer', 'statutoryDays', { min: '9' }, { statutoryDays: '10' }, { statutoryDays: '8' }, 'GD-1-4'],
  ['greatest integer', 'statutoryDays', { max: '90' }, { statutoryDays: '90' }, { statutoryDays: '100' }, 'GD-1-4'],
  [
    'earliest day',
    'promisedBy',
    { min: '2025-01-01' },
    { promisedBy: '2025-01-01' },
    { promisedBy: '2024-12-31' },
    'GD-1-4',
  ],
  [
    'latest day',
    'promisedBy',
    { max: '2025-12-31' },
    { promisedBy: '2025-12-31' },
    { promisedBy: '2026-01-01' },
    'GD-1-4',
  ],
  [
    'combination: together',
    'projectName',
    { combination: { kind: 'together', keys: ['projectAddress'] } },
    { projectName: '甲', projectAddress: '乙' },
    { projectName: '甲', projectAddress: undefined },
    'GD-2-3',
  ],
  [
    'combination: at least one',
    'remarks',
    { combination: { kind: 'either', keys: ['projectAddress'] } },
    { remarks: undefined, projectAddress: '乙' },
    { remarks: undefined, projectAddress: undefined },
    'GD-2-3',
  ],
  [
    'combination: not both',
    'remarks',
    { combination: { kind: 'alone', keys: ['projectAddress'] } },
    { remarks: '甲', projectAddress: undefined },
    { remarks: '甲', projectAddress: '乙' },
    'GD-2-3',
  ],
  [
    'unique in a list',
    'resultNumbers',
    { unique: { together: [], otherwise: 'refuse' } },
    { resultNumbers: ['甲', '乙'] },
    { resultNumbers: ['甲', '甲'] },
    'GD-1-8',
  ],
]

describe('PRF-05 a property of an element is changed in data, and the check changes without code', () => {
  test.for(rows)('%s of %s before packaging', ([property, key, change, good, bad]) => {
    const changed = withRule(key, change)
    expect(faultsOf(profile, good), 'good before').toEqual([])
    expect(faultsOf(profile, bad), 'bad, before the change').toEqual([])
    expect(faultsOf(changed, good), 'good after').toEqual([])
    // Whether another record, or another place of a list, holds a value is a matter of the inspection.
    expect(faultsOf(changed, bad), 'bad after').toEqual(property.startsWith('unique') ? [] : [`case.${key}`])
  })

  test.for(rows)('%s of %s at inspection', async ([, key, change, good, bad, item]) => {
    const changed = withRule(key, change)
    expect(await failedItems(profile, bad), 'bad, before the change').toEqual([])
    expect(await failedItems(changed, good), 'good after').toEqual([])
    expect(await failedItems(changed, bad), 'bad after').toEqual([item])
  })

  test('name: the element is written and read by its new tag and title', () => {
    const changed = withRule('remarks', { tag: 'bei_zhu', title: '备注二' })
    const values = { remarks: '有' }
    const xml = writeMetadataFile(changed, 'case', values)
    expect(new TextDecoder().decode(xml)).toContain('<bei_zhu title="备注二">有</bei_zhu>')
    expect(readMetadataFile(changed, 'case', xml)).toEqual(values)
    expect(() => readMetadataFile(profile, 'case', xml)).toThrow()
  })

  test('default: what the case does not say is written, what it says stays', () => {
    const changed = withRule('regionName', { default: '未填写' })
    const { caseFile } = sample.arranged
    const describeWith = (unit: typeof caseFile.unit) => {
      const arranged = { ...sample.arranged, caseFile: { ...caseFile, unit } }
      return describeCase(changed, arranged, exampleParticulars(changed, caseFile)).case.regionName
    }
    const { regionName: _, ...nameless } = caseFile.unit
    expect(describeWith(nameless)).toBe('未填写')
    expect(describeWith({ ...nameless, regionName: '湘麓区' })).toBe('湘麓区')
  })

  test('unique: what is looked for in other records follows the data', () => {
    const about = sample.metadata.case
    const lookedFor = (one: Profile) => uniqueValues(one, about).map(({ key }) => key)
    expect(lookedFor(withRule('caseName', { unique: { together: ['year'], otherwise: 'tell' } }))).toEqual([
      'serialNumber',
      'caseName',
      ...(about.resultNumbers ?? []).map(() => 'resultNumbers'),
    ])
    expect(lookedFor(withRule('serialNumber', { unique: { together: ['remarks'], otherwise: 'refuse' } }))).toEqual(
      (about.resultNumbers ?? []).map(() => 'resultNumbers'),
    )
  })

  const wrong: readonly (readonly [string, Partial<ElementRule>, string])[] = [
    ['bounds of a text', { min: '1' }, 'min and max are not for text'],
    ['a bound that is no value', { type: 'date', max: '2025-02-30' }, '2025-02-30 is no date'],
    ['a default that its own rule refuses', { maxLength: 1, default: '有值' }, 'is not ≤ 1 字'],
    ['a default under a condition', { obligation: 'conditional', default: '有' }, 'where the condition does not hold'],
    ['a combination with itself', { combination: { kind: 'alone', keys: ['remarks'] } }, 'depends on remarks'],
    ['a combination with nothing', { combination: { kind: 'alone', keys: ['unknown'] } }, 'depends on unknown'],
    ['uniqueness with nothing', { unique: { together: ['unknown'], otherwise: 'tell' } }, 'depends on unknown'],
    ['a condition on nothing', { when: { all: [{ key: 'unknown', present: true }] } }, 'depends on unknown'],
  ]

  test.for(wrong)('refuses a profile with %s', ([, change, named]) => {
    expect(() => withRule('remarks', change)).toThrow(
      expect.objectContaining({ faults: [expect.objectContaining({ found: expect.stringContaining(named) })] }),
    )
  })

  test('refuses a unique element that is not of the case itself', () => {
    const json = JSON.stringify(profile).replace(
      '"key":"standardName"',
      '"key":"standardName","unique":{"otherwise":"tell"}',
    )
    expect(() => parseProfile(JSON.parse(json))).toThrow('only elements of the case can be unique')
  })
})

/** The profile with one rule of the case changed; a type without length and lists of the rule before. */
function withRule(key: string, change: Partial<ElementRule>): Profile {
  const elements = profile.files.case.elements.map((rule) => (rule.key === key ? { ...rule, ...change } : rule))
  return parseProfile({ ...profile, files: { ...profile.files, case: { ...profile.files.case, elements } } })
}

function faultsOf(one: Profile, values: CaseMetadata): string[] {
  const metadata = { ...sample.metadata, case: { ...sample.metadata.case, ...values } }
  return checkMetadata(one, metadata).map(({ element }) => element)
}

async function failedItems(metadataProfile: Profile, values: CaseMetadata): Promise<string[]> {
  const subject = await sealSample(sample, signer, {
    metadata: (metadata) => ({ ...metadata, case: { ...metadata.case, ...values } }),
    subject: () => ({ metadataProfile }),
  })
  const { items } = await inspectPackage(subject, dat70Gd)
  return items.filter(({ outcome }) => outcome === 'FAIL').map(({ rule }) => rule)
}
