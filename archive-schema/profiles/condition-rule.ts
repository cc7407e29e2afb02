import { z } from 'zod'

const simpleCondition = z.union([
  z.strictObject({ key: z.string(), is: z.array(z.string()).min(1).readonly() }).readonly(),
  z.strictObject({ key: z.string(), isNot: z.array(z.string()).min(1).readonly() }).readonly(),
  z.strictObject({ key: z.string(), present: z.literal(true) }).readonly(),
])

/** 条件: when a conditional element is due, by the values of other elements of the same group. */
export type ConditionRule =
  | z.output<typeof simpleCondition>
  | { readonly all: readonly ConditionRule[] }
  | { readonly any: readonly ConditionRule[] }

const conditions = z
  .array(z.lazy(() => conditionRule))
  .min(1)
  .readonly()

/**
 * Exactly one of the forms is given. An element of obligation `conditional` without a condition depends on what nobody can see in
 * the metadata, so its absence is no fault.
 */
export const conditionRule: z.ZodType<ConditionRule> = z.union([
  simpleCondition,
  z.strictObject({ all: conditions }).readonly(),
  z.strictObject({ any: conditions }).readonly(),
])

/** The elements on which a condition depends. */
export function conditionKeys(when: ConditionRule): readonly string[] {
  if ('all' in when) return when.all.flatMap(conditionKeys)
  return 'any' in when ? when.any.flatMap(conditionKeys) : [when.key]
}
