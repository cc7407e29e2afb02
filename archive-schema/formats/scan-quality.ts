import { z } from 'zod'
import { materialClasses } from '#archive-schema/case-file/material.ts'
import profile from '#archive-schema/profiles/scan-quality.json' with { type: 'json' }
import { formatProfile } from './format-profile.ts'

/** 数字化要求 (what the scans of a material are for, or what it is like), as a scope table names it. */
export const scanDemands = ['一般', '字迹小、密集或浅', 'COM 输出', '仿真复制'] as const
export type ScanDemand = (typeof scanDemands)[number]

const source = z.string().min(1)

const scanQualitySchema = z
  .strictObject({
    id: z.string(),
    version: z.string(),
    title: z.string(),
    standard: z.string(),
    source,
    confidence: z.enum(['high', 'medium', 'low']),
    notes: z.array(z.string()).readonly(),
    /** 最低分辨率 in dots per inch. */
    minimumDpi: z.record(z.enum(scanDemands), z.int().positive()).readonly(),
    /** Share of a resolution by which another value is still the same. */
    tolerance: z.strictObject({ share: z.number().min(0).max(0.05), why: z.string(), source }),
    /** 应为彩色的文件, by class or by the end of the name. */
    colourDemanded: z.strictObject({
      classes: z.array(z.enum(materialClasses)).readonly(),
      nameEndings: z.array(z.string().min(1)).readonly(),
      why: z.string(),
      source,
    }),
    /** Identifiers of the formats profile in which scans are stored. */
    formats: z.strictObject({ accepted: z.array(z.string()).min(1).readonly(), source }),
  })
  .readonly()
  .refine(
    ({ formats }) => formats.accepted.every((id) => formatProfile.formats.some((format) => format.id === id)),
    'a format is not in the formats profile',
  )

/** 数字化质量要求 (demands on scans). */
export type ScanQuality = z.output<typeof scanQualitySchema>

/** Reads such a profile. Throws a `ZodError`: a profile comes with the program. */
export function parseScanQuality(content: unknown): ScanQuality {
  return scanQualitySchema.parse(content)
}

/** 数字化质量要求 of DA/T 31-2017, as far as it is known. */
export const scanQuality: ScanQuality = parseScanQuality(profile)

/** Whether a scan of this resolution is as fine as demanded. */
export function isFineEnough({ minimumDpi, tolerance }: ScanQuality, demand: ScanDemand, dpi: number): boolean {
  return dpi >= minimumDpi[demand] * (1 - tolerance.share)
}

/** Whether two resolutions are the same but for rounding. */
export function isSameResolution({ tolerance }: ScanQuality, one: number, other: number): boolean {
  return Math.abs(one - other) <= tolerance.share * Math.max(one, other)
}

/** 红头或印章文件: whether the scan of a document should be in colour. */
export function demandsColour({ colourDemanded }: ScanQuality, folder: string, name: string): boolean {
  const { classes, nameEndings } = colourDemanded
  return classes.some((one) => one === folder) || nameEndings.some((ending) => name.endsWith(ending))
}
