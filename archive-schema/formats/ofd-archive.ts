import { z } from 'zod'
import profile from '#archive-schema/profiles/ofd-archive.json' with { type: 'json' }

/** Identifiers of the rules, each with a search of its own in the program. */
export const ofdRuleIds = [
  'doc-type',
  'custom-metadata',
  'single-document',
  'smuggled-file',
  'permissions',
  'view-preferences',
  'actions',
  'extensions',
  'double-layer',
  'fonts-embedded',
  'image-formats',
  'no-audio-video',
  'colour-space',
  'attachments-text',
  'encryption',
] as const
export type OfdRuleId = (typeof ofdRuleIds)[number]

/** What a breach comes to: not fit, a question to a person, a hint, or refused before anything else is looked at. */
const gravities = ['fault', 'review', 'advice', 'refused'] as const
export type OfdGravity = (typeof gravities)[number]

const ruleSchema = z
  .strictObject({
    id: z.enum(ofdRuleIds),
    clause: z.string().min(1),
    title: z.string().min(1),
    /** Gravity in a file that says of itself that it is OFD-A. */
    archive: z.enum(gravities),
    /** Gravity in any other OFD. */
    plain: z.enum(gravities),
  })
  .readonly()

const ofdArchiveSchema = z
  .strictObject({
    id: z.string(),
    version: z.string(),
    title: z.string(),
    standard: z.string(),
    source: z.string().min(1),
    confidence: z.enum(['high', 'medium', 'low']),
    notes: z.array(z.string()).readonly(),
    imageFormats: z.array(z.string()).min(1).readonly(),
    colourSpaces: z.array(z.string()).min(1).readonly(),
    rules: z.array(ruleSchema).readonly(),
  })
  .readonly()
  .refine(
    ({ rules }) => ofdRuleIds.every((id) => rules.filter((rule) => rule.id === id).length === 1),
    'every rule stands there once',
  )

/** OFD-A 规则表 (rules of the archival form of OFD). */
export type OfdArchiveProfile = z.output<typeof ofdArchiveSchema>

/** Reads such a table. Throws a `ZodError`: it comes with the program. */
export function parseOfdArchive(content: unknown): OfdArchiveProfile {
  return ofdArchiveSchema.parse(content)
}

/** The rules of GB/T 42133-2022, as far as they are known. */
export const ofdArchive: OfdArchiveProfile = parseOfdArchive(profile)
