import fc from 'fast-check'
import { expect, test } from 'vitest'
import { outcomes } from '#archive-schema/finding.ts'
import { exampleReportOf } from './example-report.ts'
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
      const report = exampleReportOf(verdicts)
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
  const report = exampleReportOf([{ blocking: true, outcome: 'PASS' }])
  const [item] = report.items
  expect(InspectionReport.safeParse({ ...report, items: [{ ...item, evidence: [] }] }).success).toBe(false)
})
