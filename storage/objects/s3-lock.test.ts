import { expect, test } from 'vitest'
import { latestSafeLock } from '#archive-schema/retention/lock-policy.ts'
import { lockEndFor, parseLockEnd } from './s3-lock.ts'

test('reads lock dates with and without fractions of a second as the same instant', () => {
  const end = new Date('2056-11-25T08:09:10Z')
  expect(parseLockEnd('2056-11-25T08:09:10Z')).toEqual(end)
  expect(parseLockEnd('2056-11-25T08:09:10.999Z')).toEqual(end)
  expect(parseLockEnd('2056-11-25T08:09:10.123456789Z')).toEqual(end)
})

test('refuses what is no date', () => {
  expect(() => parseLockEnd('soon')).toThrow(expect.objectContaining({ code: 'STORE_UNAVAILABLE' }))
})

test('rounds the end of a lock up to the second', () => {
  expect(lockEndFor(new Date('2056-11-25T08:09:10.001Z'))).toEqual(new Date('2056-11-25T08:09:11Z'))
  expect(lockEndFor(new Date('2056-11-25T08:09:10.000Z'))).toEqual(new Date('2056-11-25T08:09:10Z'))
})

test('never goes beyond the last safe date', () => {
  expect(lockEndFor(latestSafeLock)).toEqual(latestSafeLock)
  const beyond = new Date(latestSafeLock.getTime() + 1)
  expect(() => lockEndFor(new Date('2105-12-31T00:00:00Z'))).toThrow(
    expect.objectContaining({ code: 'CONFIGURATION_INVALID' }),
  )
  expect(() => lockEndFor(beyond)).toThrow(expect.objectContaining({ code: 'CONFIGURATION_INVALID' }))
  expect(() => lockEndFor(new Date(Number.NaN))).toThrow(expect.objectContaining({ code: 'CONFIGURATION_INVALID' }))
})
