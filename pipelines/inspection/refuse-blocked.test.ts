import { expect, test } from 'vitest'
import type { Outcome } from '#archive-schema/finding.ts'
import type { InspectionReport, ReportItem } from '#archive-schema/inspection/inspection-report.ts'
import { refuseBlocked } from './refuse-blocked.ts'

function reportOf(...items: readonly (Pick<ReportItem, 'outcome'> & Partial<ReportItem>)[]): InspectionReport {
  return {
    stage: 'gd',
    profile: { id: 'dat70-gd', version: '1' },
    number: '430190-0142-432014031001-2025-D10-000001',
    target: { bytes: 1, sha256: '0'.repeat(64) },
    inspectedAt: '2026-11-20T08:00:00.000Z',
    tool: { name: 'Guidang', version: '1' },
    outcome: 'NOT_CHECKED',
    items: items.map((item, i) => ({
      rule: `GD-1-${i + 1}`,
      ruleId: `gd.authenticity.trial-${i + 1}`,
      stdRef: `DA/T 70-2018 GD-1-${i + 1}`,
      title: '检测',
      property: '真实性',
      basis: '检测依据',
      source: 'made for tests',
      confidence: 'high',
      blocking: true,
      evidence: [{ location: '信息包', found: `seen ${i + 1}` }],
      ...item,
    })),
  }
}

const silent = { outcome: 'NOT_CHECKED', retriable: true } as const

test('lets pass what nothing holds back', () => {
  expect(() =>
    refuseBlocked(reportOf({ outcome: 'PASS' }, { outcome: 'NOT_APPLICABLE' }, { outcome: 'FAIL', blocking: false })),
  ).not.toThrow()
})

test.for<Outcome>(['FAIL', 'MANUAL_REVIEW', 'NOT_CHECKED'])('%s goes to a person', (outcome) => {
  const refusal = { code: 'INSPECTION_BLOCKED', permanent: true, faults: [expect.objectContaining({ found: outcome })] }
  expect(() => refuseBlocked(reportOf({ outcome }))).toThrow(expect.objectContaining(refusal))
})

test('what somebody gave no answer to is tried again', () => {
  expect(() => refuseBlocked(reportOf({ outcome: 'PASS' }, silent, silent))).toThrow(
    expect.objectContaining({ code: 'INSPECTION_BLOCKED', permanent: false }),
  )
})

test('what another try cannot mend does not wait for an answer, and what failed is named first', () => {
  const fault = (found: string, i: number) => ({
    code: 'INSPECTION_BLOCKED',
    field: `DA/T 70-2018 GD-1-${i} 检测`,
    found,
    expected: `信息包 seen ${i}`,
  })
  expect(() => refuseBlocked(reportOf(silent, { outcome: 'FAIL' }))).toThrow(
    expect.objectContaining({ permanent: true, faults: [fault('FAIL', 2), fault('NOT_CHECKED', 1)] }),
  )
})
