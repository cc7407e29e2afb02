import { expect, test } from 'vitest'
import profile from '#archive-schema/profiles/archiving-deadlines.json' with { type: 'json' }
import { archivingDeadline, chinaDay, lastDays, parseArchivingDeadline, urgencyOf } from './archiving-deadline.ts'

test.for([
  ['2025-04-15', '2025-04-15', 'due'],
  ['2025-04-15', '2025-05-15', 'due'],
  ['2025-04-15', '2025-05-16', 'alarm'],
  ['2025-04-15', '2026-06-30', 'alarm'],
  ['2025-04-15', '2026-07-01', 'overdue'],
  ['2025-12-31', '2026-01-30', 'due'],
  ['2025-12-31', '2026-01-31', 'alarm'],
  ['2025-12-31', '2026-07-01', 'overdue'],
  ['2026-01-01', '2026-07-01', 'alarm'],
  ['2026-01-01', '2027-06-30', 'alarm'],
  ['2026-01-01', '2027-07-01', 'overdue'],
  ['2024-01-31', '2024-03-01', 'due'],
  ['2024-01-31', '2024-03-02', 'alarm'],
  ['2023-01-31', '2023-03-03', 'alarm'],
] as const)('PRC-10 finished on %s and not archived on %s: %s', ([finishedOn, today, urgency]) => {
  expect(urgencyOf(finishedOn, today)).toBe(urgency)
})

test('other deadlines are data', () => {
  const strict = { ...archivingDeadline, alarmAfterDays: 5, overdueAfter: { month: 3, day: 31, yearsLater: 1 } }
  expect(lastDays('2025-04-15', strict)).toEqual({ withoutAlarm: '2025-04-20', inTime: '2026-03-31' })
})

test.for([
  ['without a source', { source: '' }],
  ['that alarms at once', { alarmAfterDays: 0 }],
  ['of a month that is none', { overdueAfter: { month: 13, day: 1, yearsLater: 1 } }],
] as const)('a profile %s is refused', ([, change]) => {
  expect(parseArchivingDeadline(profile)).toEqual(archivingDeadline)
  expect(() => parseArchivingDeadline({ ...profile, ...change })).toThrow()
})

test('a day begins at midnight in China', () => {
  expect(chinaDay(new Date('2026-06-30T15:59:59Z'))).toBe('2026-06-30')
  expect(chinaDay(new Date('2026-06-30T16:00:00Z'))).toBe('2026-07-01')
})
