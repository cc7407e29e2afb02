import { z } from 'zod'
import { elementNumber } from './element-number.ts'

/** 对应元素: the scheme whose elements those of a profile name as twins, and what of it the profile does not write, and why. */
export const twinRule = z
  .strictObject({
    standard: z.string(),
    source: z.string(),
    confidence: z.enum(['high', 'medium', 'low']),
    unwritten: z
      .array(z.strictObject({ elements: z.array(elementNumber).min(1).readonly(), why: z.string().min(1) }).readonly())
      .readonly(),
  })
  .readonly()
