import { z } from 'zod'
import { startOfChinaDay } from '#archive-schema/retention/china-day.ts'
import { latestSafeLock } from '#archive-schema/retention/lock-policy.ts'
import type { RetentionPolicy } from '#archive-schema/retention/retention-policy.ts'
import { requireStartRule, startRuleKeys } from '#archive-schema/retention/start-rules.ts'
import { ConfigError } from './config-error.ts'

/** Thirty years, the longest term there is. */
const mostDays = 10_957

/** Variables of 保管期限和锁定. */
export const retentionVariables = {
  RETENTION_START: z
    .enum(startRuleKeys)
    .default('finished-next-year')
    .describe('rule by which the terms of records count; a record keeps its own'),
  LOCK_WINDOW_DAYS: z.coerce
    .number()
    .int()
    .min(2)
    .max(mostDays)
    .default(3653)
    .describe('the longest lock that is set at once; workers lengthen it until the term ends'),
  LOCK_RENEW_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(mostDays)
    .default(365)
    .describe('a lock that ends within so many days is lengthened; fewer than LOCK_WINDOW_DAYS'),
  LOCK_LATEST: z.iso
    .date()
    .refine((day) => startOfChinaDay(day) <= latestSafeLock, 'expected 2105-12-31 or earlier')
    .default('2105-12-31')
    .describe('last day that the store is proved to keep as the end of a lock'),
}

/** Reads them out of what was given. Throws `ConfigError`. */
export function retentionConfig(data: Given): RetentionPolicy {
  const { LOCK_WINDOW_DAYS: windowDays, LOCK_RENEW_DAYS: renewDays, LOCK_LATEST: latest } = data
  if (renewDays >= windowDays) {
    throw new ConfigError(
      `configuration:\nLOCK_RENEW_DAYS (${renewDays}) is not below LOCK_WINDOW_DAYS (${windowDays})`,
    )
  }
  const locks = { windowDays, renewDays, latest: startOfChinaDay(latest) }
  return { startRule: requireStartRule(data.RETENTION_START), locks }
}

type Given = z.output<z.ZodObject<typeof retentionVariables>>
