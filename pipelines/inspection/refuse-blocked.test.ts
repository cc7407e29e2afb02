import { expect, test } from 'vitest'
import type { Outcome } from '#archive-schema/finding.ts'
import { exampleReportOf } from '#archive-schema/inspection/example-report.ts'
import { refuseBlocked } from './refuse-blocked.ts'

const silent = { outcome: 'NOT_CHECKED', retriable: true } as const

test('lets pass what nothing holds back', () => {
  expect(() =>
    refuseBlocked(
      exampleReportOf([{ outcome: 'PASS' }, { outcome: 'NOT_APPLICABLE' }, { outcome: 'FAIL', blocking: false }]),
    ),
  ).not.toThrow()
})

test.for<Outcome>(['FAIL', 'MANUAL_REVIEW', 'NOT_CHECKED'])('%s goes to a person', (outcome) => {
  const refusal = { code: 'INSPECTION_BLOCKED', permanent: true, faults: [expect.objectContaining({ found: outcome })] }
  expect(() => refuseBlocked(exampleReportOf([{ outcome }]))).toThrow(expect.objectContaining(refusal))
})

test('what somebody gave no answer to is tried again', () => {
  expect(() => refuseBlocked(exampleReportOf([{ outcome: 'PASS' }, silent, silent]))).toThrow(
    expect.objectContaining({ code: 'INSPECTION_BLOCKED', permanent: false }),
  )
})

test('what another try cannot mend does not wait for an answer, and what failed is named first', () => {
  const fault = (found: string, i: number) => ({
    code: 'INSPECTION_BLOCKED',
    field: `DA/T 70-2018 GD-1-${i} 固化信息有效性检测`,
    found,
    expected: `信息包 seen ${i}`,
  })
  expect(() => refuseBlocked(exampleReportOf([silent, { outcome: 'FAIL' }]))).toThrow(
    expect.objectContaining({ permanent: true, faults: [fault('FAIL', 2), fault('NOT_CHECKED', 1)] }),
  )
})
