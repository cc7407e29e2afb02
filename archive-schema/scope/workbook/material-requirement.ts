import { caseResults } from '#archive-schema/case-file/handling.ts'
import { isRequiredAt } from '../required-materials.ts'
import type { ScopeMaterial } from '../scope-table.ts'
import { endStateValues } from './scope-columns.ts'
import type { CellFault, SheetRow } from './sheet-rows.ts'

/** Fields of a material that its end-state columns give together. */
export type Requirement = Pick<ScopeMaterial, 'required' | 'results' | 'requiredResults'>

const [required, welcome] = endStateValues

/** What the end-state columns of a row say together, and each of their cells that says something else. */
export function readRequirement({ fields, places }: SheetRow): Requirement & { readonly faults: readonly CellFault[] } {
  const results = caseResults.filter((result) => fields[result] === required || fields[result] === welcome)
  const requiredResults = results.filter((result) => fields[result] === required)
  const faults = caseResults.flatMap((result): CellFault[] => {
    const place = places.get(result)
    if (place === undefined || fields[result] === undefined || results.includes(result)) return []
    return [{ cell: place.cell, found: `“${place.text}” 不在值列表中 / not in the list`, expected: place.expected }]
  })
  const isRequired = requiredResults.length > 0
  return { required: isRequired, results, ...(isRequired ? { requiredResults } : {}), faults }
}

/** The end-state cells of a material. */
export function writeRequirement(material: ScopeMaterial): Readonly<Record<string, string>> {
  return Object.fromEntries(
    material.results.map((result) => [result, isRequiredAt(material, result) ? required : welcome]),
  )
}
