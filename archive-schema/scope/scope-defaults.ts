import { z } from 'zod'
import { caseResults } from '#archive-schema/case-file/handling.ts'
import { materialClasses, materialCodePattern } from '#archive-schema/case-file/material.ts'
import profile from '#archive-schema/profiles/archive-scope-defaults.json' with { type: 'json' }

const requirementSchema = z
  .strictObject({
    meaning: z.string().min(1),
    class: z.enum(materialClasses).exactOptional(),
    code: z.string().regex(materialCodePattern).exactOptional(),
    nameContains: z.string().min(1).exactOptional(),
  })
  .refine((rule) => Object.keys(rule).length > 1, 'a requirement without a condition is met by anything')

const confidence = z.enum(['high', 'medium', 'low'])

const endStateSchema = z.strictObject({
  endState: z.string().min(1),
  /** 办理结果 that it is handed over as; null for one that the value list does not have. */
  result: z.enum(caseResults).nullable(),
  required: z.array(requirementSchema).min(1),
  source: z.string().min(1),
  confidence,
})

const profileSchema = z
  .strictObject({
    profile: z.string(),
    version: z.string(),
    title: z.string(),
    source: z.string().min(1),
    confidence,
    notes: z.array(z.string()),
    endStates: z.array(endStateSchema),
  })
  .refine(
    ({ endStates }) => caseResults.every((each) => endStates.filter(({ result }) => result === each).length === 1),
    'every 办理结果 has one set',
  )

/** 缺省要求 (one material that an end state requires by default). */
export type DefaultRequirement = Readonly<z.infer<typeof requirementSchema>>

/** Reads the profile of default sets. Throws a `ZodError` with all that is wrong. */
export function parseScopeDefaults(source: unknown) {
  return profileSchema.parse(source)
}

/** 各办理结果的归档材料缺省集, for end states for which a scope table names no material. */
export const scopeDefaults = parseScopeDefaults(profile)
