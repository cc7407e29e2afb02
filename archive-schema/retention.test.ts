import { expect, test } from 'vitest'
import { lockEnd, retentionEnd } from './retention.ts'

test('counts from 1 January of the year after 办结, in the time of China [RET-02]', () => {
  expect(retentionEnd('D10', new Date('2025-11-07T17:05:00+08:00'))).toEqual(new Date('2036-01-01T00:00:00+08:00'))
  expect(retentionEnd('D30', new Date('2025-12-31T23:59:59+08:00'))).toEqual(new Date('2056-01-01T00:00:00+08:00'))
  expect(retentionEnd('D10', new Date('2025-12-31T16:00:00Z'))).toEqual(new Date('2037-01-01T00:00:00+08:00'))
})

test('permanent retention has no end and a rolling lock', () => {
  const now = new Date('2026-11-25T00:00:00Z')
  expect(retentionEnd('Y', now)).toBeUndefined()
  expect(lockEnd('Y', now, now)).toEqual(new Date('2056-11-25T00:00:00Z'))
})

test('a lock ends with the retention period when that comes first', () => {
  const finished = new Date('2025-11-07T17:05:00+08:00')
  expect(lockEnd('D10', finished, new Date('2026-11-25T00:00:00Z'))).toEqual(new Date('2036-01-01T00:00:00+08:00'))
})

test('no lock reaches past the dates that every server can keep', () => {
  const late = new Date('2090-01-01T00:00:00Z')
  expect(lockEnd('Y', late, late)).toEqual(new Date('2105-12-31T00:00:00+08:00'))
})
