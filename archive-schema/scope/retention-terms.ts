import { z } from 'zod'
import source from '#archive-schema/profiles/retention-terms.json' with { type: 'json' }
import { type RetentionPeriod, retentionPeriods } from '#archive-schema/retention.ts'
import { property } from '../case-file/json-nodes.ts'
import type { SchemaProblem } from '../case-file/schema-problems.ts'

const retentionTerms = z
  .strictObject({
    id: z.string().min(1),
    version: z.string().min(1),
    title: z.string(),
    source: z.string(),
    confidence: z.enum(['high', 'medium', 'low']),
    notes: z.array(z.string()).readonly(),
    /** 保管期限代码, and the words for it. */
    terms: z
      .array(
        z.strictObject({ code: z.enum(retentionPeriods), words: z.array(z.string()).min(1).readonly() }).readonly(),
      )
      .readonly(),
    /** 旧期限 without a code. */
    legacy: z.array(z.string()).readonly(),
    whyNotLegacy: z.string().min(1),
  })
  .readonly()
  .parse(source)

/**
 * A file of scope tables in which 保管期限 in words (永久, 30年, 10年) have become their codes. What is neither a word nor a code
 * stays as it is, for the schema to refuse.
 */
export function withRetentionCodes(value: unknown): unknown {
  return changed(value, 'tables', (table) => changed(table, 'entries', (entry) => coded(entry)))
}

/** 旧期限 (长期, 短期): every item of a file of scope tables that has one, and why it cannot be taken in. */
export function legacyRetentionProblems(value: unknown): SchemaProblem[] {
  return listOf(value, 'tables').flatMap((table, i) =>
    listOf(table, 'entries').flatMap((entry, j) => {
      const retention = property(entry, 'retention')
      const isLegacy = retentionTerms.legacy.some((term) => term === retention)
      const field = `tables[${i}].entries[${j}].retention`
      return isLegacy ? [{ field, found: `${retention}：${retentionTerms.whyNotLegacy}` }] : []
    }),
  )
}

function coded(entry: unknown): unknown {
  const retention = property(entry, 'retention')
  const term = retentionTerms.terms.find(({ words }) => words.some((word) => word === retention))
  return term === undefined ? entry : Object.assign({}, entry, { retention: term.code })
}

function changed(value: unknown, name: string, change: (each: unknown) => unknown): unknown {
  const list = property(value, name)
  return Array.isArray(list) ? Object.assign({}, value, { [name]: list.map(change) }) : value
}

function listOf(value: unknown, name: string): readonly unknown[] {
  const list = property(value, name)
  return Array.isArray(list) ? list : []
}

/** The word for a retention period, as lists and forms print it: 永久, 30年, 10年. */
export function retentionWord(period: RetentionPeriod): string {
  return retentionTerms.terms.find(({ code }) => code === period)?.words[0] ?? period
}
