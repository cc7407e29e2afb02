import { z } from 'zod'
import { patternSource } from './element-rule.ts'

const simpleTemplateRule = z.strictObject({
  /** `{name}` stands for a part, everything else is literal. */
  template: z.string().min(1),
  /** Form of each part. */
  parts: z.record(z.string(), patternSource).readonly(),
  /** Digits to which a number is filled with zeros on the left. */
  pad: z.record(z.string(), z.int().min(1)).readonly(),
  /** The part that counts, from 1. */
  counter: z.string(),
  /** The parts within which it counts: where one of them differs, it begins at 1 again. */
  resetBy: z.array(z.string()).min(1).readonly(),
  source: z.string(),
  confidence: z.enum(['high', 'medium', 'low']),
  note: z.string().exactOptional(),
})

/** Form of a number that is composed of named parts. */
export const codeTemplateRule = simpleTemplateRule.readonly()
/** Form of a composed number as a profile has it. */
export type CodeTemplate = z.output<typeof codeTemplateRule>

/** 档号模板 (form of the 档号 of some 门类). `given`: this archive gives numbers by it; `read`: numbers that come from elsewhere. */
export const archivalTemplateRule = simpleTemplateRule
  .extend({ id: z.string().min(1), title: z.string().min(1), use: z.enum(['given', 'read']) })
  .readonly()
/** A form of the 档号 as a profile has it. */
export type ArchivalTemplate = z.output<typeof archivalTemplateRule>
