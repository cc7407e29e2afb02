import { z } from 'zod'
import profile from '#archive-schema/profiles/capacity.json' with { type: 'json' }

/** 容量规则, with their source. */
export const capacityRules = z
  .strictObject({
    ...{ profile: z.literal('capacity'), version: z.string(), title: z.string() },
    ...{ source: z.string(), confidence: z.enum(['high', 'medium', 'low']), notes: z.array(z.string()) },
    /** Years of growth for which there is to be room. */
    growthYears: z.number().positive(),
    /** Over how many days growth is measured at least. */
    shortestSpanDays: z.number().positive(),
    lowShareOfQuota: z.number().min(0).max(1),
  })
  .parse(profile)
