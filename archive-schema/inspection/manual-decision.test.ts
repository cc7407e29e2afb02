import { expect, test } from 'vitest'
import { ManualAnswer } from './manual-decision.ts'

const answer = { rule: 'GD-4-7', outcome: 'PASS', by: '王芳', remark: '抽查日志无异常' }

test('takes person, outcome and remark, without the blanks around them', () => {
  expect(ManualAnswer.parse({ ...answer, by: ' 王芳 ', role: '档案员' })).toEqual({ ...answer, role: '档案员' })
})

test.for<[string, object]>([
  ['no person', { by: undefined }],
  ['a person of blanks', { by: '\u3000' }],
  ['no remark', { remark: '' }],
  ['a remark of blanks', { remark: ' \n' }],
  ['a remark with control characters', { remark: '好\u0000' }],
  ['an outcome that only a check gives', { outcome: 'NOT_APPLICABLE' }],
  ['a role of blanks', { role: ' ' }],
  ['more than was asked', { decidedAt: '2026-11-21T01:00:00.000Z' }],
])('refuses %s', ([, change]) => {
  expect(ManualAnswer.safeParse({ ...answer, ...change }).success).toBe(false)
})
