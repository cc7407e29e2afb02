import type { CaseResult } from '#archive-schema/case-file/handling.ts'
import { type DefaultRequirement, scopeDefaults } from './scope-defaults.ts'
import type { ScopeEntry, ScopeMaterial } from './scope-table.ts'

/** A material of a case that has content. */
export type PresentMaterial = { readonly name: string; readonly class: string; readonly code: string }

/** Whether the material is 必要 when a case ends so. */
export function isRequiredAt({ required, results, requiredResults }: ScopeMaterial, result: CaseResult): boolean {
  return required && (requiredResults ?? results).includes(result)
}

/**
 * What the default set of the end state requires and nothing present is. Empty where the scope table itself names materials
 * for this end state: then it alone decides.
 */
export function missingByDefault(
  entry: ScopeEntry,
  result: CaseResult,
  present: readonly PresentMaterial[],
): readonly DefaultRequirement[] {
  if (entry.materials.some(({ results }) => results.includes(result))) return []
  const required = scopeDefaults.endStates.find((set) => set.result === result)?.required ?? []
  return required.filter((requirement) => !present.some((material) => meets(material, requirement)))
}

function meets(material: PresentMaterial, requirement: DefaultRequirement): boolean {
  const { class: folder = material.class, code = material.code, nameContains = '' } = requirement
  return material.class === folder && material.code === code && material.name.includes(nameContains)
}
