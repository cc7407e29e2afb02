import { expect, test } from 'vitest'
import type { Outcome } from '#archive-schema/finding.ts'
import { exampleReportOf } from '#archive-schema/inspection/example-report.ts'
import { type ColumnResult, fillResults } from './fill-results.ts'
import { registrationForm } from './registration-profile.ts'
import { ReportTally } from './report-tally.ts'

const entry = { manner: '在线归档' }

/** The rows of a batch whose records came to these outcomes, item by item. */
function rows(...records: readonly (readonly Outcome[])[]): Readonly<Record<string, ColumnResult>> {
  const tally = new ReportTally()
  for (const outcomes of records) tally.add(exampleReportOf(outcomes.map((outcome) => ({ outcome }))))
  return Object.fromEntries(fillResults(registrationForm, entry, tally.items).map((row) => [row.field, row]))
}

test.for<[Outcome, readonly (readonly Outcome[])[]]>([
  [
    'PASS',
    [
      ['PASS', 'PASS'],
      ['PASS', 'NOT_APPLICABLE'],
    ],
  ],
  [
    'FAIL',
    [
      ['PASS', 'PASS'],
      ['NOT_CHECKED', 'FAIL'],
    ],
  ],
  [
    'NOT_CHECKED',
    [
      ['PASS', 'PASS'],
      ['PASS', 'NOT_CHECKED'],
    ],
  ],
  [
    'NOT_CHECKED',
    [
      ['MANUAL_REVIEW', 'PASS'],
      ['PASS', 'NOT_CHECKED'],
    ],
  ],
  [
    'MANUAL_REVIEW',
    [
      ['PASS', 'PASS'],
      ['PASS', 'MANUAL_REVIEW'],
    ],
  ],
  ['NOT_APPLICABLE', [['NOT_APPLICABLE'], ['NOT_APPLICABLE']]],
])('a row is %s, the worst of its items over all 件: %j', ([outcome, records]) => {
  expect(rows(...records)['authenticity']?.outcome).toBe(outcome)
})

test('what did not pass is told with how many 件 and which', () => {
  const row = rows(['PASS', 'PASS'], ['PASS', 'NOT_CHECKED'])['authenticity']
  expect(row).toMatchObject({ passed: 1, items: [{ rule: 'GD-1-2', counts: { PASS: 1, NOT_CHECKED: 1 } }] })
  expect(row?.items?.[0]?.examples).toHaveLength(1)
})

test('a row that no report fills was not checked, and says so', () => {
  expect(rows(['PASS'])['usability']).toMatchObject({ outcome: 'NOT_CHECKED', why: expect.any(String) })
  expect(rows()['authenticity']).toMatchObject({ outcome: 'NOT_CHECKED' })
})

test('what only a person can say waits for one, and a medium there is only offline', () => {
  expect(rows(['PASS'])).toMatchObject({
    reliability: { outcome: 'MANUAL_REVIEW', question: expect.any(String) },
    mediumAppearance: { outcome: 'NOT_APPLICABLE' },
  })
  const offline = fillResults(registrationForm, { manner: '离线归档' }, [])
  expect(offline.find(({ field }) => field === 'mediumAppearance')?.outcome).toBe('MANUAL_REVIEW')
})
