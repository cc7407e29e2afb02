import fc from 'fast-check'
import { expect, test } from 'vitest'
import { outcomes } from '#archive-schema/finding.ts'
import { blockingItems, concludeInspection, countOutcomes, InspectionReport } from './inspection-report.ts'

const verdict = fc.record({ blocking: fc.boolean(), outcome: fc.constantFrom(...outcomes) })

test.each([
  [['PASS', 'PASS', 'NOT_APPLICABLE'], 'PASS'],
  [['PASS', 'MANUAL_REVIEW', 'PASS'], 'MANUAL_REVIEW'],
  [['MANUAL_REVIEW', 'NOT_CHECKED', 'PASS'], 'NOT_CHECKED'],
  [['NOT_CHECKED', 'FAIL', 'MANUAL_REVIEW'], 'FAIL'],
  [['NOT_APPLICABLE'], 'NOT_CHECKED'],
  [[], 'NOT_CHECKED'],
] as const)('concludes from %j that the inspection is %s', (found, conclusion) => {
  const items = found.map((outcome) => ({ blocking: true, outcome }))
  expect(concludeInspection(items)).toBe(conclusion)
})

test('concludes PASS if and only if no blocking item holds the record back and one of them was checked', () => {
  fc.assert(
    fc.property(fc.array(verdict), (items) => {
      const blocking = items.filter((item) => item.blocking).map(({ outcome }) => outcome)
      const isHeldBack = blocking.some((outcome) => outcome !== 'PASS' && outcome !== 'NOT_APPLICABLE')
      expect(concludeInspection(items) === 'PASS').toBe(!isHeldBack && blocking.includes('PASS'))
    }),
  )
})

test('counts every item once and names those that hold the record back', () => {
  fc.assert(
    fc.property(fc.array(verdict, { minLength: 1 }), (verdicts) => {
      const report = reportOf(verdicts)
      const counts = countOutcomes(report)
      expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(verdicts.length)
      expect(blockingItems(report).every(({ blocking }) => blocking)).toBe(true)
      expect(blockingItems(report).length === 0 && counts.PASS > 0).toBe(
        counts.PASS > 0 && !verdicts.some((one) => one.blocking && !['PASS', 'NOT_APPLICABLE'].includes(one.outcome)),
      )
    }),
  )
})

test('has no item without evidence', () => {
  const report = reportOf([{ blocking: true, outcome: 'PASS' }])
  const [item] = report.items
  expect(InspectionReport.safeParse({ ...report, items: [{ ...item, evidence: [] }] }).success).toBe(false)
})

function reportOf(verdicts: readonly Pick<InspectionReport['items'][number], 'blocking' | 'outcome'>[]) {
  return InspectionReport.parse({
    stage: 'gd',
    profile: { id: 'dat70-gd', version: '1' },
    number: '430190-0142-432014031001-2025-D10-000001',
    target: { bytes: 1, sha256: 'ab'.repeat(32) },
    tool: { name: 'Guidang', version: '1' },
    inspectedAt: '2026-11-20T08:00:00.000Z',
    outcome: concludeInspection(verdicts),
    items: verdicts.map((one, i) => ({
      rule: `GD-1-${i + 1}`,
      ruleId: `gd.authenticity.item-${i + 1}`,
      stdRef: `DA/T 70-2018 GD-1-${i + 1}`,
      basis: '清单、声明、电子签名与字节相符',
      source: 'test',
      confidence: 'high',
      title: '固化信息有效性检测',
      property: '真实性',
      evidence: [{ found: 'seen' }],
      ...one,
    })),
  })
}
