import { Buffer } from 'node:buffer'
import { expect, test } from 'vitest'
import type { DisposalItem } from './disposal-item.ts'
import { type ApprovalRole, missingRoles, type Person, whyNotApprover, whyNotWatchers } from './disposal-people.ts'
import { type DisposalText, formatDisposalText, parseDisposalText } from './disposal-texts.ts'

const drafter: Person = { name: '王芳', department: '档案室' }
const at = '2036-02-01T08:00:00Z'
const list = 'disposal-20360201-3f9a2c01'
const digest = 'a'.repeat(64)
const item: DisposalItem = {
  opinion: 'destroy',
  reason: '保管期限届满，无继续保存价值',
  number: '430190-A-000001',
  archivalCode: '0117-2025-D10-000001',
  title: '就业登记',
  fondsCode: '0117',
  year: '2025',
  itemCode: '430114001000',
  itemName: '就业登记',
  finishedOn: '2025-04-15',
  period: 'D10',
  startsOn: '2026-01-01',
  endsOn: '2036-01-01',
  keptDays: 3653,
  files: 3,
  bytes: 1000,
  packageSha256: digest,
  evidenceSha256: digest,
  folder: '0117/2025/430190-A-000001/',
  caseId: '7c0f5c8e-63ff-4e5f-9f5c-2b9a2f4a3a11',
}
const text: DisposalText = {
  head: { form: 'guidang-disposal-list/1', list, at, drafter, appraisalSha256: digest, mediaPlan: null },
  lines: [item, { ...item, number: '430190-A-000002', folder: '0117/2025/430190-A-000002/' }],
}

test('a list is lines of canonical JSON, and is read back', () => {
  const bytes = formatDisposalText(text)
  expect(Buffer.from(bytes).toString().split('\n')).toHaveLength(4)
  expect(parseDisposalText(bytes)).toEqual(text)
})

test('what is written in another way, out of order, twice, or with lines of another form is no list', () => {
  const [head = '', ...lines] = Buffer.from(formatDisposalText(text)).toString().split('\n')
  const refused = (...parts: readonly string[]) =>
    expect(() => parseDisposalText(Buffer.from(parts.join('\n')))).toThrow(
      expect.objectContaining({ code: 'EVIDENCE_INVALID' }),
    )
  refused(head.replace(':', ': '), ...lines)
  refused(head, ...lines.toReversed())
  refused(head, lines[0] ?? '', lines[0] ?? '', '')
  refused(head, JSON.stringify({ number: 'a', fate: 'destroyed', packageSha256: digest }), '')
  refused(head, ...lines.slice(0, -1))
  const withoutField = lines.map((line) => line.replace('"keptDays":3653,', ''))
  refused(head, ...withoutField)
})

test('a list that names a folder with more in it than one record is no list', () => {
  for (const folder of [
    '0117/2025/',
    '0117/',
    './',
    '../',
    '0117/2025/430190-A-000002/',
    '0117/2025/430190-A-000001/journal/',
  ])
    expect(() => formatDisposalText({ ...text, lines: [{ ...item, folder }] } as DisposalText)).toThrow(
      expect.objectContaining({ code: 'EVIDENCE_INVALID' }),
    )
})

const signers: readonly (readonly [ApprovalRole, Person])[] = [
  ['unit-head', { name: '赵刚', department: '局领导' }],
  ['archives-head', { name: '李敏', department: '档案室' }],
  ['forming-head', { name: '陈平', department: '就业科' }],
]
const signed = { drafter, approvals: new Map(signers) }

test('nobody signs in two roles, and each signs for his side', () => {
  const none = { drafter, approvals: new Map<ApprovalRole, Person>() }
  for (const [role, person] of signers) expect(whyNotApprover(none, role, person)).toBeUndefined()
  expect(whyNotApprover(none, 'unit-head', drafter)).toMatch('王芳')
  const one = { drafter, approvals: new Map(signers.slice(0, 1)) }
  expect(whyNotApprover(one, 'archives-head', { name: '赵刚', department: '档案室' })).toMatch('赵刚')
  expect(whyNotApprover(one, 'archives-head', { name: '赵 刚', department: '档案室' })).toMatch('已在另一岗位')
  expect(whyNotApprover(one, 'archives-head', { name: '赵\u200b刚', department: '档案室' })).toMatch('已在另一岗位')
  expect(whyNotApprover(one, 'unit-head', { name: '周杰', department: '局领导' })).toMatch('已签署')
  expect(whyNotApprover(one, 'archives-head', { name: '周杰', department: '就业科' })).toMatch('不是档案机构')
  for (const department of ['档案室', '档 案室', '档案\u200b室'])
    expect(whyNotApprover(one, 'forming-head', { name: '周杰', department })).toMatch('不是形成部门')
  expect(missingRoles(one)).toEqual(['archives-head', 'forming-head'])
})

test('two people watch, one of either department, and neither has signed', () => {
  const one = { name: '孙丽', department: '档案室' }
  const other = { name: '钱进', department: '就业科' }
  expect(whyNotWatchers(signed, [one, other])).toBeUndefined()
  expect(whyNotWatchers(signed, [other, one])).toBeUndefined()
  expect(whyNotWatchers(signed, [one])).toMatch('二人')
  expect(whyNotWatchers(signed, [one, { ...other, name: one.name }])).toMatch('一人')
  expect(whyNotWatchers(signed, [one, { ...other, name: '陈平' }])).toMatch('陈平')
  expect(whyNotWatchers(signed, [one, { ...other, department: '档案室' }])).toMatch('来自')
  expect(whyNotWatchers(signed, [one, { ...other, department: '另一科' }])).toMatch('来自')
})
