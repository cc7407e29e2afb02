import fc from 'fast-check'
import { expect, test } from 'vitest'
import { startOfChinaDay } from './china-day.ts'
import { defaultLockPolicy, latestSafeLock, leastPermanentLock, lockTarget, renewalHorizon } from './lock-policy.ts'

const policy = { ...defaultLockPolicy, windowDays: 1000, renewDays: 100 }
const now = new Date('2026-11-25T00:00:00Z')
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000)

test('a lock ends with the term when that comes first, and with the window when not', () => {
  const endsAt = startOfChinaDay('2027-01-01')
  expect(lockTarget({ endsAt, isHeld: false }, now, policy)).toEqual(endsAt)
  expect(lockTarget({ endsAt: startOfChinaDay('2036-01-01'), isHeld: false }, now, policy)).toEqual(inDays(1000))
  expect(lockTarget({ endsAt: undefined, isHeld: false }, now, policy)).toEqual(inDays(1000))
})

test('a hold reaches beyond the term for twice the time of renewal, and never shortens', () => {
  const over = startOfChinaDay('2026-01-01')
  expect(lockTarget({ endsAt: over, isHeld: true }, now, policy)).toEqual(inDays(200))
  expect(lockTarget({ endsAt: over, isHeld: false }, now, policy)).toEqual(over)
  expect(lockTarget({ endsAt: undefined, isHeld: true }, now, policy)).toEqual(inDays(1000))
})

const clocks = ['2104-02-29T00:00:00Z', '2105-12-30T15:59:59Z', '2105-12-30T16:00:00Z', '2106-02-08T00:00:00Z']

test.for(clocks)('no lock set at %s reaches past the dates that every server can keep', (at) => {
  const demand = { endsAt: undefined, isHeld: true }
  expect(lockTarget(demand, new Date(at), defaultLockPolicy)).toEqual(latestSafeLock)
})

test('what the store is proved to keep caps every lock', () => {
  const latest = new Date('2028-01-01T00:00:00Z')
  expect(lockTarget({ endsAt: undefined, isHeld: true }, now, { ...policy, latest })).toEqual(latest)
})

test('what is kept for ever may have half of the time of renewal left, never less; the last safe date is enough', () => {
  const half = (policy.renewDays * 86_400_000) / 2
  expect(leastPermanentLock(now, policy)).toEqual(new Date(now.getTime() + half))
  const latest = new Date(now.getTime() + 1)
  expect(leastPermanentLock(now, { ...policy, latest })).toEqual(latest)
})

const day = fc.integer({ min: 0, max: 40_000 })

test('whatever the clock, a lock leaves nothing of the window or the term uncovered and reaches beyond neither', () => {
  fc.assert(
    fc.property(day, fc.option(day, { nil: undefined }), fc.boolean(), (at, end, isHeld) => {
      const clock = new Date(at * 86_400_000)
      const endsAt = end === undefined ? undefined : new Date(end * 86_400_000)
      const target = lockTarget({ endsAt, isHeld }, clock, policy)
      const reach = Math.min(clock.getTime() + 1000 * 86_400_000, latestSafeLock.getTime())
      expect(target.getTime()).toBeLessThanOrEqual(Math.max(reach, endsAt?.getTime() ?? 0))
      expect(target.getTime()).toBeGreaterThanOrEqual(Math.min(endsAt?.getTime() ?? reach, reach))
      if (isHeld) {
        const horizon = renewalHorizon(clock, policy).getTime()
        expect(target.getTime()).toBeGreaterThanOrEqual(Math.min(horizon, reach))
      }
    }),
  )
})
