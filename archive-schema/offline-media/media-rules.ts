import { z } from 'zod'
import profile from '#archive-schema/profiles/offline-media.json' with { type: 'json' }
import { retentionPeriods } from '#archive-schema/retention.ts'

const carrierSchema = z.strictObject({
  code: z.string().regex(/^[a-z]+$/),
  name: z.string().min(1),
  sampleYears: z.int().min(1),
  rewriteYears: z.int().min(1).optional(),
  keepOldYears: z.int().min(1).optional(),
})

const rulesSchema = z.strictObject({
  profile: z.string(),
  version: z.string(),
  title: z.string(),
  source: z.string().min(1),
  confidence: z.enum(['high', 'medium', 'low']),
  notes: z.array(z.string()),
  /** Names at the root of a medium. */
  names: z.strictObject({
    description: z.string().min(1),
    catalogue: z.string().min(1),
    records: z.string().min(1),
    others: z.string().min(1),
  }),
  /** Columns of the catalogue, in their order. */
  columns: z.strictObject({
    sequence: z.string().min(1),
    archivalCode: z.string().min(1),
    number: z.string().min(1),
    title: z.string().min(1),
    formedOn: z.string().min(1),
    retention: z.string().min(1),
    folder: z.string().min(1),
    files: z.string().min(1),
    remark: z.string().min(1),
  }),
  /** In the order in which they are preferred. */
  carriers: z.array(carrierSchema).min(1),
  sampleShare: z.number().gt(0).max(1),
  sets: z.record(z.enum(retentionPeriods), z.int().min(1)),
})

/** 离线存储的规则 (carriers, clocks and numbers of sets of offline media), with their source. */
export type MediaRules = Readonly<z.infer<typeof rulesSchema>>

/** 载体类型 (a kind of carrier) and its clocks, in years. */
export type Carrier = Readonly<z.infer<typeof carrierSchema>>

/** Reads the profile. Throws a `ZodError` with all that is wrong. */
export function parseMediaRules(source: unknown): MediaRules {
  return rulesSchema.parse(source)
}

/** The rules that come with the product. */
export const mediaRules = parseMediaRules(profile)

/** The codes of all carriers, the preferred one first. */
export const carrierCodes: readonly string[] = mediaRules.carriers.map(({ code }) => code)

/** A carrier by its code, which must be one of `carrierCodes`. */
export function carrierOf(code: string, { carriers }: MediaRules = mediaRules): Carrier {
  const found = carriers.find((carrier) => carrier.code === code)
  if (found === undefined) throw new Error(`${code} is no carrier of the profile`)
  return found
}
