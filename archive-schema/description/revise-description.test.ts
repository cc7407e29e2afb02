import { expect, test } from 'vitest'
import { caseRules, documentRules, stepRules } from '#archive-schema/profiles/element-tables.ts'
import { fz2021Proxy as profile } from '#archive-schema/profiles/fz-2021-proxy.ts'
import { type Description, sealedDescription } from './description.ts'
import { type DescriptionRequest, reviseDescription } from './revise-description.ts'

const signed = { by: '档案员', reason: '核对原件' }
const current: Description = { title: '就业登记', openness: '未审核', disclosure: '依申请公开' }

const revise = (set: DescriptionRequest['set']) => reviseDescription(profile, current, { ...signed, set })

test('version 1 is what was sealed, and what is said while nobody has looked', () => {
  const sealed = { title: '就业登记', disclosure: '依申请公开', remarks: '备注', year: '2025' }
  const metadata = { explanation: {}, case: sealed, process: [], documents: [] }
  expect(sealedDescription(profile, metadata)).toEqual(current)
  expect(sealedDescription(profile, { ...metadata, case: { title: '就业登记' } })).toEqual({
    title: '就业登记',
    openness: '未审核',
  })
})

test('tells element by element what was and what is', () => {
  const set = { 题名: ' 就业登记（更正） ', descriptor: ['就业', '登记'], disclosure: null }
  expect(revise(set)).toEqual({
    description: { title: '就业登记（更正）', openness: '未审核', descriptors: ['就业', '登记'] },
    changes: [
      { element: 'title', title: '题名', before: '就业登记', after: '就业登记（更正）' },
      { element: 'descriptors', title: '主题词', after: ['就业', '登记'] },
      { element: 'disclosure', title: '公开属性', before: '依申请公开' },
    ],
  })
})

const accepted: readonly [string, DescriptionRequest['set']][] = [
  ['the longest title', { title: '长'.repeat(300) }],
  ['characters beyond the basic plane, each counted once', { title: '𠮷'.repeat(300) }],
  ['one value of a repeatable element as a text', { annotations: '附注' }],
  ['a value of the list', { openness: '延期开放' }],
]

test.for(accepted)('MET-02 MET-04 takes %s', ([, set]) => {
  expect(revise(set).changes).toHaveLength(1)
})

const refused: readonly [string, DescriptionRequest['set'], string][] = [
  ['MET-02 a title that is too long', { title: '长'.repeat(301) }, '题名 (description.title)'],
  ['MET-04 MET-26 a value outside the list', { openness: '公开' }, '开放标识 (description.openness)'],
  ['MET-06 a control character', { abstract: 'a\u0007b' }, '摘要 (description.abstract)'],
  ['MET-06 the replacement character', { abstract: '乱码\ufffd' }, '摘要 (description.abstract)'],
  ['MET-06 half a surrogate pair', { abstract: '\ud842' }, '摘要 (description.abstract)'],
  ['MET-08 a title of blanks', { title: '  ' }, '题名 (description.title)'],
  ['MET-08 no title', { title: null }, '题名 (description.title)'],
  ['MET-26 no 开放标识', { openness: null }, '开放标识 (description.openness)'],
  ['two values where one is allowed', { title: ['甲', '乙'] }, '题名 (title)'],
  ['one value twice', { descriptors: ['就业', '就业'] }, '主题词 (descriptors)'],
  ['one value twice in two Unicode forms', { descriptors: ['é', 'e\u0301'] }, '主题词 (descriptors)'],
  ['an empty list', { descriptors: [] }, '主题词 (descriptors)'],
]

test.for(refused)('refuses %s', ([, set, field]) => {
  expect(() => revise(set)).toThrow(
    expect.objectContaining({ code: 'DESCRIPTION_ELEMENT', faults: [expect.objectContaining({ field })] }),
  )
})

const editable = new Set(profile.description.elements.flatMap(({ key, title, tag }) => [key, title, tag]))
const fixed = [...caseRules(profile), ...stepRules(profile), ...documentRules(profile)]
  .flatMap(({ key, title, tag }) => [key, title, tag])
  .filter((name) => !editable.has(name))

test('MET-21 refuses every other element of case, process and documents, by each of its names', () => {
  expect(fixed.length).toBeGreaterThan(200)
  for (const name of fixed) {
    expect(() => revise({ [name]: 'x' }), name).toThrow(expect.objectContaining({ code: 'DESCRIPTION_FIXED' }))
  }
})

test.for(['case.year', 'process[0].agentName', 'documents[2].digests[1].value', '归档时间'])(
  'MET-21 refuses %s',
  (name) => {
    expect(() => revise({ [name]: 'x' })).toThrow(expect.objectContaining({ code: 'DESCRIPTION_FIXED' }))
  },
)

test.for([
  ['a name that is no element', { 电话: '1' }],
  ['a name of every object', { constructor: 'x' }],
  ['one element under two names', { title: '甲', 题名: '乙' }],
  ['what changes nothing', { title: '就业登记' }],
  ['nothing', {}],
] as const)('refuses %s', ([, set]) => {
  expect(() => revise(set)).toThrow(expect.objectContaining({ code: 'REQUEST_INVALID' }))
})

test.for([
  ['by', { by: ' ', reason: '核对' }],
  ['reason', { by: '档案员', reason: '' }],
  ['reason', { by: '档案员', reason: '长'.repeat(501) }],
] as const)('refuses a change whose %s is not told as it should be', ([element, unsigned]) => {
  expect(() => reviseDescription(profile, current, { ...unsigned, set: { title: '新' } })).toThrow(element)
})
