import { expect, test } from 'vitest'
import { caseResults } from '#archive-schema/case-file/handling.ts'
import profile from '#archive-schema/profiles/archive-scope-defaults.json' with { type: 'json' }
import { isRequiredAt, missingByDefault } from './required-materials.ts'
import { parseScopeDefaults, scopeDefaults } from './scope-defaults.ts'
import type { ScopeEntry, ScopeMaterial } from './scope-table.ts'

const delivery: ScopeMaterial = {
  class: '结果文件',
  code: 'C',
  name: '送达回证',
  required: true,
  results: ['准予', '不予'],
}
const entry: ScopeEntry = {
  itemCode: '1143019000612571XH4430131012001',
  baseCode: '430131012001',
  itemName: '食品经营许可',
  itemVersions: ['2'],
  itemType: '行政许可',
  retention: 'D10',
  legalPaper: false,
  materials: [delivery],
}
const form = { name: '申请书', class: '申报文件', code: 'A' }
const receipt = { name: '受理通知书', class: '过程文件', code: 'B1' }
const refusal = { name: '不予受理通知书', class: '过程文件', code: 'B4' }

test('a required material is required at each of its end states, or at those that are named', () => {
  const requiredAt = (material: ScopeMaterial) => caseResults.filter((result) => isRequiredAt(material, result))
  expect(requiredAt(delivery)).toEqual(['准予', '不予'])
  expect(requiredAt({ ...delivery, requiredResults: ['不予'] })).toEqual(['不予'])
  expect(requiredAt({ ...delivery, required: false })).toEqual([])
})

test.for([
  ['不予受理', [form, refusal], []],
  ['不予受理', [form, receipt], ['不予受理通知书']],
  ['撤回', [form, { ...form, name: '撤回申请书' }], []],
  ['撤回', [form], ['撤回文书']],
  ['终止', [form, { name: '终止办理决定书', class: '过程文件', code: 'B0' }], []],
  ['终止', [], ['申报文件', '终止文书']],
  ['办结', [form], []],
  ['办结', [receipt], ['申报文件']],
] as const)('%s with %j lacks %j by default', ([result, present, lacking]) => {
  expect(missingByDefault(entry, result, present).map(({ meaning }) => meaning)).toEqual(lacking)
})

test('where the table names a material for the end state, the default set does not hold', () => {
  expect(missingByDefault(entry, '准予', [])).toEqual([])
})

test('every end state has a set with source and confidence, one that cannot be handed over too', () => {
  expect(scopeDefaults.endStates.map(({ result }) => result)).toEqual(expect.arrayContaining([...caseResults, null]))
})

test.for([
  ['without a source', { endStates: [{ ...profile.endStates[0], source: '' }, ...profile.endStates.slice(1)] }],
  ['without a set for an end state', { endStates: profile.endStates.slice(1) }],
  [
    'with a requirement that anything meets',
    { endStates: [{ ...profile.endStates[0], required: [{ meaning: '材料' }] }, ...profile.endStates.slice(1)] },
  ],
] as const)('a profile %s is refused', ([, change]) => {
  expect(parseScopeDefaults(profile)).toEqual(scopeDefaults)
  expect(() => parseScopeDefaults({ ...profile, ...change })).toThrow()
})
