import { expect, test } from 'vitest'
import { openItems, summariseReports } from './batch-report.ts'
import { exampleReport } from './example-report.ts'

test('sums up records, bytes, conclusions and items', () => {
  const later = { ...exampleReport, number: '2', outcome: 'PASS', inspectedAt: '2026-11-20T09:00:00.000Z' } as const
  const batch = summariseReports([later, exampleReport])
  expect(batch).toMatchObject({
    count: 2,
    bytes: 2 * 52_311,
    inspectedAt: later.inspectedAt,
    records: [later, exampleReport],
  })
  expect(batch.conclusions).toEqual({ PASS: 1, FAIL: 0, MANUAL_REVIEW: 1, NOT_APPLICABLE: 0, NOT_CHECKED: 0 })
  expect(batch.rules.map(({ rule, counts }) => [rule, counts.PASS, counts.MANUAL_REVIEW, counts.NOT_CHECKED])).toEqual([
    ['yj.authenticity.package-identity', 2, 0, 0],
    ['yj.security.process', 0, 2, 0],
    ['yj.security.unidentified', 0, 0, 2],
  ])
})

test('names every item that is not passed', () => {
  expect(openItems(exampleReport).map(({ rule }) => rule)).toEqual(['yj.security.process', 'yj.security.unidentified'])
})

test('refuses to sum up what is not alike', () => {
  expect(() => summariseReports([exampleReport, { ...exampleReport, stage: 'bc' }])).toThrow(RangeError)
})
