import { expect, test } from 'vitest'
import { applyDecisions } from './apply-decisions.ts'
import type { InspectionReport, ReportItem } from './inspection-report.ts'
import { judgeGates } from './judge-gates.ts'
import type { ManualDecision } from './manual-decision.ts'

const number = '430190-0142-432014031001-2025-D10-000001'
const packageSha256 = 'ab'.repeat(32)

function item(rule: string, outcome: ReportItem['outcome']): ReportItem {
  return {
    rule,
    ruleId: rule,
    stdRef: 'DA/T 70-2018 YJ/4-3',
    title: '移交过程安全性检测',
    property: '安全性',
    basis: '移交过程安全、可控',
    source: 'test',
    confidence: 'medium',
    blocking: true,
    outcome,
    evidence: [{ expected: '安全、可控？' }],
  }
}

const items = [item('yj.a', 'PASS'), item('yj.b', 'MANUAL_REVIEW')]

const report: InspectionReport = {
  stage: 'yj',
  profile: { id: 'dat70-yj', version: '1' },
  number,
  target: { bytes: 1, sha256: packageSha256 },
  inspectedAt: '2026-11-20T08:00:00.000Z',
  tool: { name: 'Guidang', version: '1' },
  outcome: 'MANUAL_REVIEW',
  gates: judgeGates(items),
  items,
}

function decision(change: Partial<ManualDecision> = {}): ManualDecision {
  const said = { rule: 'yj.b', outcome: 'PASS', by: '王芳', role: '档案员', remark: '专线传输，双人经手' } as const
  return { ...said, stage: 'yj', number, packageSha256, decidedAt: '2026-11-21T01:00:00.000Z', ...change }
}

test('an item that waits becomes what was decided, with the decision beside it', () => {
  const decided = applyDecisions(report, [decision()])
  expect(decided.outcome).toBe('PASS')
  expect(decided.items[1]).toEqual({
    ...report.items[1],
    outcome: 'PASS',
    decisions: [decision()],
  })
  expect(decided.items[0]).toEqual(report.items[0])
})

test('the last decision holds, and the earlier ones are told', () => {
  const decisions = [decision(), decision({ outcome: 'FAIL', remark: '更正：传输未加密' })]
  const decided = applyDecisions(report, decisions)
  expect(decided).toMatchObject({ outcome: 'FAIL', items: [{}, { outcome: 'FAIL', decisions }] })
})

test.for<[string, Partial<ManualDecision>]>([
  ['another stage', { stage: 'bc' }],
  ['another record', { number: '430190-0142-432014031001-2025-D10-000002' }],
  ['another package', { packageSha256: '00'.repeat(32) }],
  ['another item', { rule: 'yj.c' }],
  ['an item that a check has passed', { rule: 'yj.a', outcome: 'FAIL' }],
])('a decision on %s changes nothing', ([, change]) => {
  expect(applyDecisions(report, [decision(change)])).toEqual(report)
})
