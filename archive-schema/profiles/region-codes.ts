import { z } from 'zod'
import source from './region-codes.json' with { type: 'json' }

const region = z.strictObject({ code: z.string().regex(/^\d{2}(?:\d{2})?$/), name: z.string().min(1) }).readonly()

const regionCodesRule = z
  .strictObject({
    id: z.string().min(1),
    version: z.string().min(1),
    title: z.string(),
    standard: z.string(),
    source: z.string(),
    licence: z.string(),
    confidence: z.enum(['high', 'medium', 'low']),
    notes: z.array(z.string()).readonly(),
    current: z.array(region).min(1).readonly(),
    /** 已撤销: old cases bear them. */
    retired: z.array(region).readonly(),
  })
  .readonly()
  .refine(({ current, retired }) => {
    const codes = [...current, ...retired].map(({ code }) => code)
    return new Set(codes).size === codes.length
  }, 'a code stands twice')

/** Reads a list of 行政区划代码. Throws a `ZodError`: the list comes with the program, not from outside. */
export function parseRegionCodes(given: unknown): z.output<typeof regionCodesRule> {
  return regionCodesRule.parse(given)
}

const { current, retired } = parseRegionCodes(source)

/** 行政区划代码 (GB/T 2260) of provinces and prefectures: what every code of a district begins with. */
export const regionBeginnings: readonly string[] = [...current, ...retired].map(({ code }) => code)
