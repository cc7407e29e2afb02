import { fc, test as property } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { growthPerYear, judgeCapacity } from './judge-capacity.ts'

const now = new Date('2026-11-26T00:00:00Z')
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000)
const GB = 1e9

test('growth is what the last year brought, or what a younger archive would bring in a year', () => {
  expect(growthPerYear({ bytes: 9 * GB, lastYearBytes: 2 * GB, since: daysAgo(900) }, now)).toBe(2 * GB)
  expect(growthPerYear({ bytes: GB, lastYearBytes: GB, since: daysAgo(73) }, now)).toBe(5 * GB)
  expect(growthPerYear({ bytes: GB, lastYearBytes: GB, since: daysAgo(1) }, now)).toBeCloseTo((365 / 30) * GB, 3)
  expect(growthPerYear({ bytes: 0, lastYearBytes: 0 }, now)).toBe(0)
})

test('room for less than three years of growth is low [STO-02]', () => {
  const place = { free: 31 * GB, floor: GB }
  expect(judgeCapacity(place, 10 * GB)).toEqual({ ...place, level: 'ok', room: 30 * GB, years: 3 })
  expect(judgeCapacity(place, 10 * GB + 1)).toMatchObject({ level: 'low', room: 30 * GB })
  // The same archive as it grows: ten gigabytes a year into what had room for five.
  const levels = [0, 1, 2, 3, 4].map((year) => judgeCapacity({ free: (51 - 10 * year) * GB, floor: GB }, 10 * GB).level)
  expect(levels).toEqual(['ok', 'ok', 'ok', 'low', 'low'])
})

test.for([
  ['free space at the floor', { free: GB, floor: GB }, 'full', 0],
  ['free space below the floor', { free: 1, floor: GB }, 'full', 0],
  ['free space of less than twice the floor', { free: 2 * GB - 1, floor: GB }, 'low', GB - 1],
  ['free space of twice the floor', { free: 2 * GB, floor: GB }, 'ok', GB],
  ['a quota that is used up', { quota: 5 * GB, used: 5 * GB, floor: 0 }, 'full', 0],
  ['a quota that is used up but for the floor', { quota: 5 * GB, used: 4 * GB, floor: GB }, 'full', 0],
  ['a quota that was lowered below what lies there', { quota: GB, used: 4 * GB, floor: 0 }, 'full', 0],
  ['a tenth of the quota left', { quota: 10 * GB, used: 9 * GB, floor: 0 }, 'ok', GB],
  ['less than a tenth of the quota left', { quota: 10 * GB, used: 9 * GB + 1, floor: 0 }, 'low', GB - 1],
  ['a quota larger than the disk', { quota: 9 * GB, used: 0, free: GB, floor: GB }, 'full', 0],
] as const)('%s', ([, place, level, room]) => {
  expect(judgeCapacity(place, 0)).toEqual({ ...place, level, room })
})

test('where nobody tells how much there is, nothing is claimed', () => {
  expect(judgeCapacity({ floor: GB }, GB)).toEqual({ floor: GB, level: 'unknown' })
})

const bytes = fc.integer({ min: 0, max: 1e15 })
property.prop([bytes, bytes, bytes, bytes])('less free space never makes it better', (free, less, floor, perYear) => {
  const order = ['full', 'low', 'ok']
  const rank = (space: number) => order.indexOf(judgeCapacity({ free: space, floor }, perYear).level)
  expect(rank(Math.max(0, free - less))).toBeLessThanOrEqual(rank(free))
})
