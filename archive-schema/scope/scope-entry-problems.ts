import type { SchemaProblem } from '#archive-schema/case-file/schema-problems.ts'
import { repeatedKeys } from './repeated-keys.ts'
import type { ScopeEntry, ScopeMaterial } from './scope-table.ts'

/**
 * What a 事项 of the body `creditCode` (empty where that is not known) says against itself: codes that do not agree, a material twice at one end state, paper
 * without the law that demands it (国务院令第716号, 第十二条), and required end states that the material is not of.
 */
export function entryProblems(entry: ScopeEntry, where: string, creditCode: string): SchemaProblem[] {
  const materials = entry.materials.map((material, index) => ({ material, field: `${where}.materials[${index}]` }))
  const names = materials.map(({ material: { name, results }, field }) => ({
    field: `${field}.name`,
    keys: results.map((result) => `${name}/${result}`),
  }))
  return [
    ...codeProblems(entry, where, creditCode),
    ...paperProblems(entry, where),
    ...repeatedKeys(names),
    ...materials.flatMap(({ material, field }) => [
      ...carrierProblems(material, field, entry),
      ...requirementProblems(material, field),
    ]),
  ]
}

function codeProblems({ itemCode, baseCode }: ScopeEntry, where: string, creditCode: string): SchemaProblem[] {
  if (itemCode.startsWith(creditCode) && itemCode.endsWith(baseCode)) return []
  return [{ field: `${where}.itemCode`, found: `${itemCode} ≠ ${creditCode}·${baseCode}` }]
}

function paperProblems({ legalPaper, legalPaperBasis }: ScopeEntry, where: string): SchemaProblem[] {
  if (legalPaper === (legalPaperBasis !== undefined)) return []
  const found = legalPaper
    ? '须有纸质而未写明法律、行政法规 / paper is demanded, but no law is named'
    : '未规定须有纸质而写有依据 / a law is named, but no paper is demanded'
  return [{ field: `${where}.legalPaperBasis`, found }]
}

function carrierProblems({ carrier }: ScopeMaterial, where: string, { legalPaper }: ScopeEntry): SchemaProblem[] {
  if (legalPaper || carrier === undefined || carrier === '电子') return []
  const found = `${carrier}：事项未规定须有纸质 / the item does not demand paper`
  return [{ field: `${where}.carrier`, found }]
}

function requirementProblems(material: ScopeMaterial, where: string): SchemaProblem[] {
  const { required, results, requiredResults } = material
  if (requiredResults === undefined) return []
  const strange = requiredResults.filter((result) => !results.includes(result))
  if (required && strange.length === 0) return []
  const found = required
    ? `${strange.join('、')} 不在适用的办理结果中 / no end state of this material`
    : '非必要材料不应有必要的办理结果 / the material is not required'
  return [{ field: `${where}.requiredResults`, found }]
}
