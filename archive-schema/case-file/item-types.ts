import { z } from 'zod'
import profile from '#archive-schema/profiles/item-types.json' with { type: 'json' }

const typeSchema = z.strictObject({
  name: z.string().regex(/^[\p{sc=Han}]{2,20}$/u),
  /** 依申请: handled because somebody asks for it. The others follow by analogy. */
  onApplication: z.boolean(),
})

const profileSchema = z.strictObject({
  profile: z.string(),
  version: z.string(),
  title: z.string(),
  source: z.string().min(1),
  confidence: z.enum(['high', 'medium', 'low']),
  notes: z.array(z.string()),
  types: z
    .tuple([typeSchema], typeSchema)
    .refine((types) => new Set(types.map(({ name }) => name)).size === types.length, 'a type stands twice'),
})

/** The names of a profile of 事项类型, in its order. Throws a `ZodError` with all that is wrong. */
export function parseItemTypes(source: unknown): readonly [string, ...string[]] {
  const [first, ...others] = profileSchema.parse(source).types
  return [first.name, ...others.map(({ name }) => name)]
}

/** 事项类型 (kinds of matters that are archived). What is one is data: no code names any. */
export const itemTypes = parseItemTypes(profile)
