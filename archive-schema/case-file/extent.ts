import type { Fault } from '#archive-schema/fault.ts'

/** 规模 (extent) of `case.json` at most: far more than the fields of a case of 5 000 files. */
export const mostValues = 250_000
/** Most elements of one list. */
export const mostElements = 10_000

/**
 * `LIMITS_SIZE` where a document has more values, or a list more elements, than any case: a few megabytes can hold
 * millions of them, each wrong in several ways, and naming all that would take minutes and gigabytes.
 */
export function extentFaults(json: unknown): Fault[] {
  const waiting: unknown[] = [json]
  let values = 0
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    values += 1
    if (values > mostValues) return [tooMany(`> ${mostValues} 个值 / values`, `${mostValues} 个值 / values`)]
    if (typeof next !== 'object' || next === null) continue
    const parts = Object.values(next)
    if (Array.isArray(next) && parts.length > mostElements) {
      return [tooMany(`${parts.length} 个元素的列表 / elements of one list`, `${mostElements} 个元素 / elements`)]
    }
    for (const part of parts) waiting.push(part)
  }
  return []
}

function tooMany(found: string, expected: string): Fault {
  return { code: 'LIMITS_SIZE', file: 'case.json', found, expected }
}
