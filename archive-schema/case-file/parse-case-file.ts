import { z } from 'zod'
import { ArchiveError, refuse } from '#archive-schema/archive-error.ts'
import type { Fault } from '#archive-schema/fault.ts'
import { retentionPeriods } from '#archive-schema/retention.ts'
import { CaseFile } from './case-file.ts'
import { chronologyFaults } from './chronology.ts'
import { listingFaults } from './content-path.ts'
import { extentFaults } from './extent.ts'
import { formFaults, mostProblems } from './form-faults.ts'
import { classifiedLevels, handlingSchema } from './handling.ts'
import { itemCodeFaults, numberFaults } from './identifier-faults.ts'
import { jsonNodes, property } from './json-nodes.ts'
import { processStepSchema } from './process-step.ts'
import { readJson } from './read-json.ts'
import { sourceSchema } from './source.ts'

const dated = z.object({ source: sourceSchema, case: handlingSchema, process: z.array(processStepSchema).min(2) })

/**
 * Reads `case.json`: UTF-8 JSON of the form of `CaseFile`, whose numbers and times agree. Throws `JSON_ENCODING` or
 * `JSON_SYNTAX` where there is nothing to read, `SECRECY_CLASSIFIED` or `LIMITS_SIZE` alone, else all faults together. The
 * gravest gives the error its code: paths before empty files, retention, form, numbers, and times.
 */
export function parseCaseFile(bytes: Uint8Array): CaseFile {
  const { value, fault } = readJson(bytes)
  if (fault !== undefined) {
    const { kind, ...where } = fault
    throw new ArchiveError({ code: kind === 'ENCODING' ? 'JSON_ENCODING' : 'JSON_SYNTAX', file: 'case.json', ...where })
  }
  // Alone: a refusal is kept, and what else it could quote is classified too.
  refuse(secrecyFaults(value))
  refuse(extentFaults(value))
  refuse(caseFileFaults(value))
  return CaseFile.parse(value)
}

/** All that is wrong with the content of `case.json`, the gravest first; one fault a field. */
function caseFileFaults(json: unknown): Fault[] {
  const form = formFaults(json)
  const faults = [
    ...listingFaults(json),
    ...retentionFaults(json),
    ...form,
    ...characterFaults(json),
    ...numberFaults(json),
    ...itemCodeFaults(json),
    ...(form.length < mostProblems ? timeFaults(json) : []),
  ]
  const first = new Map(faults.toReversed().map((fault) => [fault.field, fault]))
  return faults.filter((fault) => first.get(fault.field) === fault)
}

/** 密级: what is marked as classified, also with its term as in 秘密★10年, is refused whatever else may be wrong with it. */
function secrecyFaults(json: unknown): Fault[] {
  const marked = property(property(json, 'case'), 'security')
  const text = typeof marked === 'string' ? marked.normalize('NFKC').replace(/^[\s[(【]+/u, '') : ''
  return classifiedLevels
    .filter((level) => text.startsWith(level))
    .map((level) => ({ code: 'SECRECY_CLASSIFIED', field: 'case.security', found: level }))
}

/** 保管期限: what is there but is no code belongs to the scope table, not to the form. */
function retentionFaults(json: unknown): Fault[] {
  const found = property(property(json, 'item'), 'retention')
  if (found === undefined || retentionPeriods.some((period) => period === found)) return []
  const expected = retentionPeriods.join(' | ')
  return [{ code: 'SCOPE_RETENTION', field: 'item.retention', found: String(found), expected }]
}

/** Characters that XML 1.0 (2.2) cannot write: the metadata of the package could not say what the case says. */
function characterFaults(json: unknown): Fault[] {
  return [...jsonNodes(json)].flatMap(({ field, value }): Fault[] => {
    if (typeof value !== 'string') return []
    const [character] = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u.exec(value) ?? []
    if (character === undefined) return []
    const number = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
    const found = `含不可归档的字符 U+${number} / holds the character U+${number}, which XML cannot write`
    return [{ code: 'SCHEMA_INVALID', field, found }]
  })
}

/** The rules between times, as soon as these are of the right form. */
function timeFaults(json: unknown): Fault[] {
  const times = dated.safeParse(json)
  return times.success ? chronologyFaults(times.data) : []
}
