import { z } from '@hono/zod-openapi'
import { retentionPeriods } from '#archive-schema/retention.ts'

const moment = z.iso.datetime()
const sha256 = z.string().openapi({ description: 'SHA-256 of its text in the ledger' })
const end = z.string().openapi({ description: 'first day after the term, or 永久' })

/** 保全 as the API tells it. */
export const Hold = z
  .object({
    hold: z.string(),
    authority: z.string().openapi({ description: '依据' }),
    reason: z.string(),
    by: z.string().openapi({ description: '经办人' }),
    at: moment,
    active: z.int().openapi({ description: 'records on which it is' }),
    records: z.int().openapi({ description: 'records on which it is or was' }),
    textSha256: sha256,
  })
  .openapi('Hold')

/** A page of holds. */
export const HoldPage = z
  .object({
    holds: z.array(Hold).readonly(),
    next: z.string().optional().openapi({ description: 'cursor of the next page' }),
  })
  .openapi('HoldPage')

const faults = z
  .array(z.object({ key: z.string(), number: z.string().optional(), code: z.string(), found: z.string() }))
  .readonly()
  .openapi({ description: 'objects that the store could not be brought to yet; workers go on trying' })

/** What has become of a request on holds. */
export const Holding = z
  .object({ hold: z.string(), numbers: z.array(z.string()).readonly(), faults })
  .openapi('Holding')

/** What has become of a request for a longer term. */
export const Extended = z
  .object({
    number: z.string(),
    extensions: z
      .array(z.object({ number: z.string(), ended: end, ends: end }))
      .readonly()
      .openapi({ description: 'of the record, and of joint parents that would have ended before' }),
    faults,
  })
  .openapi('ExtendedRetention')

/** 保管期限、锁定与保全 of a record. */
export const ShownRetention = z.object({
  period: z.enum(retentionPeriods),
  startRule: z.string().openapi({ description: '起算规则' }),
  startsAt: moment,
  endsAt: z.string().openapi({ description: 'a time, or 永久' }),
  lockedUntil: moment.openapi({ description: 'workers lengthen it while the term or a hold lasts' }),
  holds: z.array(Hold).readonly().openapi({ description: '保全 that are on it' }),
  extensions: z
    .array(
      z.object({
        ended: end,
        ends: end,
        cause: z.string(),
        reason: z.string(),
        authority: z.string().optional(),
        by: z.string(),
        at: moment,
      }),
    )
    .readonly(),
})
