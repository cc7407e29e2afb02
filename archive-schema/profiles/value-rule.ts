import { z } from 'zod'

/**
 * 唯一性: no other record holds the same value, nor, where elements are named in `together`, the same values of all of them. An
 * equal one is refused, or told in the report where it may well be.
 */
export const uniqueRule = z
  .strictObject({ together: z.array(z.string()).readonly().default([]), otherwise: z.enum(['refuse', 'tell']) })
  .readonly()

/**
 * 组合: which elements of a group stand with each other. `together`: all of them or none; `either`: at least one of all; `alone`:
 * none of the others beside this one.
 */
export const combinationRule = z
  .strictObject({ kind: z.enum(['together', 'either', 'alone']), keys: z.array(z.string()).min(1).readonly() })
  .readonly()
/** A combination as an element has it. */
export type CombinationRule = z.output<typeof combinationRule>
