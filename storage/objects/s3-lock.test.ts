import { expect, test } from 'vitest'
import { latestLockEnd, lockEndFor, parseLockEnd } from './s3-lock.ts'

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
  expect(lockEndFor(latestLockEnd)).toEqual(latestLockEnd)
  const beyond = new Date(latestLockEnd.getTime() + 1)
  expect(() => lockEndFor(beyond)).toThrow(expect.objectContaining({ code: 'CONFIGURATION_INVALID' }))
  expect(() => lockEndFor(new Date(Number.NaN))).toThrow(expect.objectContaining({ code: 'CONFIGURATION_INVALID' }))
})
