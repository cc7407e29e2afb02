import type { Fault } from '#archive-schema/fault.ts'
import { applicantSchema } from './applicant.ts'
import { CaseFile } from './case-file.ts'
import { property } from './json-nodes.ts'
import { materialSchema } from './material.ts'
import { supervisionSchema } from './oversight.ts'
import { processStepSchema } from './process-step.ts'
import { relatedCaseSchema } from './related-case.ts'
import { type SchemaProblem, schemaProblems } from './schema-problems.ts'

/** The lists of a case, which a hostile hand-over can make long. */
const lists = {
  applicants: applicantSchema,
  process: processStepSchema,
  materials: materialSchema,
  supervision: supervisionSchema,
  related: relatedCaseSchema,
} as const

/** As many elements as the schema asks for in any list: what is cut after them still has its least length. */
const leastElements = 2
/** Nobody reads more problems than these. */
export const mostProblems = 100

/**
 * All that is not of the form of `CaseFile` (`SCHEMA_INVALID`), one fault a field: what stands once and the beginnings of
 * the lists first, then element by element. Stops when there is more than anybody reads: the schema by itself would name
 * every fault of a million elements.
 */
export function formFaults(json: unknown): Fault[] {
  const problems = schemaProblems(CaseFile, withShortLists(json))
  for (const [name, element] of Object.entries(lists)) {
    for (const [index, value] of laterElements(property(json, name))) {
      if (problems.length >= mostProblems) break
      problems.push(...schemaProblems(element, value).map((problem) => below(`${name}[${index}]`, problem)))
    }
  }
  return problems.map((problem): Fault => ({ code: 'SCHEMA_INVALID', ...problem }))
}

function withShortLists(json: unknown): unknown {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return json
  const short = Object.entries(json).map(([name, value]) => [
    name,
    Object.hasOwn(lists, name) && Array.isArray(value) ? value.slice(0, leastElements) : value,
  ])
  return Object.fromEntries(short)
}

function laterElements(list: unknown): [number, unknown][] {
  return Array.isArray(list) ? [...list.entries()].slice(leastElements) : []
}

function below(place: string, { field, found }: SchemaProblem): SchemaProblem {
  if (field === '(root)') return { field: place, found }
  return { field: field.startsWith('[') ? `${place}${field}` : `${place}.${field}`, found }
}
