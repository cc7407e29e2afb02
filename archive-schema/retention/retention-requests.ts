import { z } from 'zod'
import { retentionPeriods } from '#archive-schema/retention.ts'
import { isActValue } from './act-text.ts'

/** Text that may stand on a line of an act. */
export const line = (meaning: string, max: number) =>
  z.string().min(1).max(max).refine(isActValue, 'expected one line, without blanks around it').describe(meaning)

/** A hold covers at most so many records; another one covers more. */
export const mostHeldRecords = 10_000

const act = {
  reason: line('理由', 1000),
  by: line('经办人', 100),
}

/** What is asked for a 保全. */
export const HoldRequest = z.strictObject({
  ...act,
  authority: line('依据: who orders it, and by which paper', 200),
  numbers: z.array(z.string().min(1).max(200)).min(1).max(mostHeldRecords).readonly().describe('电子文件号 or 档号'),
})
export type HoldRequest = z.output<typeof HoldRequest>

/** What is asked for a 解除保全; without `numbers`, of every record on which the hold is. */
export const ReleaseRequest = z.strictObject({
  ...act,
  authority: line('依据: who lifts it, and by which paper', 200),
  numbers: z.array(z.string().min(1).max(200)).min(1).max(mostHeldRecords).readonly().optional(),
})
export type ReleaseRequest = z.output<typeof ReleaseRequest>

/** What is asked for an 延长: a day on which the term is over, or another period from the same first day. */
export const ExtensionRequest = z
  .strictObject({
    ...act,
    authority: line('依据, where there is a paper', 200).optional(),
    until: z.iso.date().optional().describe('first day after the term'),
    period: z.enum(retentionPeriods).optional().describe('another period, from the same first day; Y: 永久'),
  })
  .refine(({ until, period }) => (until === undefined) !== (period === undefined), 'expected either until or period')
export type ExtensionRequest = z.output<typeof ExtensionRequest>
