import { expect, test } from 'vitest'
import { openClock, refuseFixedTime } from './clock.ts'

const fixed = new Date('2026-11-25T08:00:00+08:00')

test('a fixed clock stands still, and nobody who was given its time can move it', () => {
  const now = openClock(fixed)
  now().setFullYear(1999)
  expect(now()).toEqual(new Date('2026-11-25T00:00:00Z'))
})

test('without a fixed time the clock is that of the machine', () => {
  const before = Date.now()
  const now = openClock(undefined)().getTime()
  expect(now).toBeGreaterThanOrEqual(before)
  expect(now).toBeLessThanOrEqual(Date.now())
})

test('a fixed time is refused when the keys are not test keys, and only then [SIG-10]', () => {
  const faults = [expect.objectContaining({ field: 'GUIDANG_FIXED_TIME' })]
  const refusal = { code: 'CONFIGURATION_INVALID', permanent: true, faults }
  expect(() => refuseFixedTime(fixed, { isTest: false })).toThrow(expect.objectContaining(refusal))
  expect(() => refuseFixedTime(fixed, { isTest: true })).not.toThrow()
  expect(() => refuseFixedTime(undefined, { isTest: false })).not.toThrow()
})
