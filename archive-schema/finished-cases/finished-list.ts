import { z } from 'zod'
import { calendarDate, text } from '#archive-schema/case-file/field-types.ts'
import type { Immutable } from '#archive-schema/case-file/immutable.ts'
import { sourceSchema } from '#archive-schema/case-file/source.ts'

const finishedCaseSchema = z.strictObject({
  serialNumber: sourceSchema.shape.serialNumber,
  acceptanceNumber: text('受理编号；不予受理时没有', { max: 64 }).exactOptional(),
  finishedOn: calendarDate('办结日期'),
  name: text('题名或办件名称').exactOptional(),
})

/** 办结清单 (what one handling system says it has finished), so that the archive learns what is still to be handed over. */
export const FinishedList = z.strictObject({
  systemCode: sourceSchema.shape.systemCode,
  cases: z
    .array(finishedCaseSchema)
    .min(1)
    .max(100_000)
    .describe('已办结的办件')
    .check(({ value, issues }) => {
      const seen = new Set<string>()
      for (const [index, { serialNumber }] of value.entries()) {
        const path = [index, 'serialNumber']
        const message = `${serialNumber} 重复 (stands twice)`
        if (seen.has(serialNumber)) issues.push({ code: 'custom', input: value, path, message })
        seen.add(serialNumber)
      }
    }),
})
export type FinishedList = Immutable<z.output<typeof FinishedList>>
/** 已办结的办件, as its handling system names it. */
export type FinishedCase = FinishedList['cases'][number]
