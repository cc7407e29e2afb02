import { z } from 'zod'
import source from '#archive-schema/profiles/inspection-gates.json' with { type: 'json' }

/** 三个关口 (what the law asks of every electronic record: 档案法 37, 实施条例 39). */
export const gateNames = ['来源可靠', '程序规范', '要素合规'] as const
export type GateName = (typeof gateNames)[number]

/** An item without its stage, e.g. `authenticity.fixity`. */
const itemName = z.string().regex(/^[a-z]+\.[a-z0-9-]+$/)

const gate = z
  .strictObject({
    gate: z.enum(gateNames),
    /** What the law asks, verbatim. */
    requirement: z.string().min(1),
    /** 理解: what that means for a case, in the words of this project. */
    reading: z.string().min(1),
    source: z.string().min(1),
    confidence: z.enum(['high', 'medium', 'low']),
    items: z.array(itemName).min(1).readonly(),
  })
  .readonly()

const gateProfile = z
  .strictObject({
    id: z.string().min(1),
    version: z.string().min(1),
    title: z.string().min(1),
    source: z.string().min(1),
    confidence: z.enum(['high', 'medium', 'low']),
    notes: z.array(z.string()).readonly(),
    gates: z
      .array(gate)
      .readonly()
      .refine((gates) => gates.map((one) => one.gate).join() === gateNames.join(), 'every gate once, in its order'),
    /** Items that belong to no gate, and why. */
    outside: z
      .array(z.strictObject({ why: z.string().min(1), items: z.array(itemName).min(1).readonly() }).readonly())
      .readonly(),
  })
  .readonly()

/** Which items of the inspection answer for which gate. */
export const threeGates = gateProfile.parse(source)

/** The name of an item without its stage: the gates are the same at all of them. */
export function itemNameOf(ruleId: string): string {
  return ruleId.slice(ruleId.indexOf('.') + 1)
}
