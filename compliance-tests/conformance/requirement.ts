import { readFileSync } from 'node:fs'
import { z } from 'zod'

const requirementId = z.string().regex(/^[A-Z]{3}-\d{2}$/)

/** 要求 (one requirement): what a test has to show, the clause it comes from, and how well that clause is known. */
const requirement = z
  .strictObject({
    id: requirementId,
    /** 1 first, 3 last. */
    priority: z.int().min(1).max(3),
    requirement: z.string().min(1),
    clause: z.string().min(1),
    confidence: z.enum(['high', 'medium', 'low', 'project rule']),
    method: z.string().min(1),
  })
  .readonly()

/** A requirement that has been read. */
export type Requirement = z.output<typeof requirement>

const requirementList = z.strictObject({
  title: z.string(),
  areas: z.array(z.strictObject({ code: z.string(), title: z.string() }).readonly()).readonly(),
  requirements: z.array(requirement).readonly(),
})

const gapList = z
  .array(
    z
      .strictObject({
        ids: z.array(requirementId).min(1).readonly(),
        /** Whether tests show a part of it. */
        partly: z.boolean(),
        why: z.string().min(1),
      })
      .readonly(),
  )
  .readonly()

/** What of a requirement no test shows yet, and why. */
export type Gap = { readonly partly: boolean; readonly why: string }

/** Areas and requirements, in the order in which they are told. */
export const { areas, requirements } = requirementList.parse(readJson('requirements.json'))

/** 未覆盖 (gaps) by requirement. */
export const gaps: ReadonlyMap<string, Gap> = new Map(
  gapList.parse(readJson('gaps.json')).flatMap(({ ids, ...gap }) => ids.map((id) => [id, gap] as const)),
)

/** The requirements that a title of a test or of a group of tests names. */
export function requirementsIn(title: string): readonly string[] {
  return title.match(idInTitle) ?? []
}

const idInTitle = new RegExp(`\\b(?:${areas.map(({ code }) => code).join('|')})-\\d{2}\\b`, 'g')

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'))
}
