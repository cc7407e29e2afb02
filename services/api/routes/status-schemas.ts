import { z } from '@hono/zod-openapi'
import { Copies } from './audit-schemas.ts'

const Journal = z
  .object({
    waiting: z.int().openapi({ description: 'changes of the database that are not written into the journal yet' }),
    lagSeconds: z.number().openapi({ description: 'for how long the oldest of them waits' }),
    alarm: z.boolean(),
  })
  .openapi('JournalStatus')

const Locks = z
  .object({
    faults: z.int().openapi({ description: 'locks that could not be renewed' }),
    lapsed: z.int().openapi({ description: 'records whose lock has lapsed though they must be kept' }),
    alarms: z
      .array(
        z.object({
          key: z.string(),
          number: z.string().optional(),
          code: z.string(),
          found: z.string(),
          since: z.iso.datetime(),
          lastAt: z.iso.datetime(),
        }),
      )
      .openapi({ description: 'the oldest' }),
  })
  .openapi('LockStatus')

const Due = z
  .object({
    records: z.int().openapi({ description: 'records whose term has ended and that wait for their appraisal' }),
    since: z.iso
      .date()
      .optional()
      .openapi({ description: 'when the first of these terms ended; absent while nothing is due' }),
    openLists: z.int().openapi({ description: 'disposal lists that are not closed' }),
  })
  .openapi('DueStatus')

const Capacity = z
  .object({
    storedBytes: z.int().openapi({ description: 'bytes of all objects of archived records' }),
    bytesPerYear: z.int().openapi({ description: 'what a year brings' }),
    places: z
      .array(
        z.object({
          place: z.enum(['staging', 'first', 'second']),
          level: z.enum(['ok', 'low', 'full', 'unknown']),
          free: z.int().optional().openapi({ description: 'bytes free on its disk; absent where nobody tells' }),
          quota: z.int().optional().openapi({ description: 'bytes that may lie there at most' }),
          used: z.int().optional().openapi({ description: 'bytes of the quota that are used' }),
          floor: z.int().openapi({ description: 'bytes kept free for what is under way' }),
          room: z.int().optional().openapi({ description: 'bytes that may still be taken in' }),
          years: z.number().optional().openapi({ description: 'for how long that lasts' }),
        }),
      )
      .readonly(),
  })
  .openapi('Capacity')

/** How an archive stands. */
export const Status = z
  .object({
    stages: z.record(z.string(), z.int()).openapi({ description: 'cases in process by last completed stage' }),
    archived: z.int(),
    refused: z.int(),
    review: z.int(),
    journal: Journal,
    copies: Copies.optional().openapi({ description: 'absent where there is no second store' }),
    locks: Locks,
    due: Due,
    capacity: Capacity,
  })
  .openapi('PipelineStatus')
