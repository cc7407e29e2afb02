import { expect, test } from 'vitest'
import { latestSafeLock } from '#archive-schema/retention/lock-policy.ts'
import { defaultRetentionPolicy } from '#archive-schema/retention/retention-policy.ts'
import { readConfig } from '../config.ts'

test('without variables the policy is the default one', () => {
  expect(readConfig({}).retention).toEqual(defaultRetentionPolicy)
})

test('window, time of renewal, last date and rule are read', () => {
  const given = { LOCK_WINDOW_DAYS: '1000', LOCK_RENEW_DAYS: '100', LOCK_LATEST: '2090-01-01' }
  expect(readConfig({ ...given, RETENTION_START: 'finished-next-day' }).retention).toMatchObject({
    locks: { windowDays: 1000, renewDays: 100, latest: new Date('2090-01-01T00:00:00+08:00') },
    startRule: { key: 'finished-next-day' },
  })
  expect(readConfig({ LOCK_LATEST: '2105-12-31' }).retention.locks.latest).toEqual(latestSafeLock)
})

const wrong: readonly Readonly<Record<string, string>>[] = [
  { LOCK_LATEST: '2106-01-01' },
  { LOCK_LATEST: '2090-02-30' },
  { LOCK_WINDOW_DAYS: '10958' },
  { LOCK_WINDOW_DAYS: '365' },
  { LOCK_RENEW_DAYS: '0' },
  { RETENTION_START: 'whenever' },
]

test.for(wrong)('refuses %o', (given) => {
  expect(() => readConfig(given)).toThrow(Object.keys(given)[0] ?? '')
})
