import type { CheckEvidence } from '#archive-schema/finding.ts'
import { combinationAspect, isDueByCondition } from '#archive-schema/inspection/element-aspects.ts'
import type { ElementTable } from '#archive-schema/inspection/element-texts.ts'
import type { RecordMetadata } from '#archive-schema/metadata/record-metadata.ts'
import { checkBothSides, elementPlace } from '../both-sides.ts'
import type { Check } from '../check.ts'

/**
 * GD-2-3 元数据项完整性检测: all groups of the metadata profile are there, and in each the elements that its condition asks
 * for, in the combinations that the profile allows; nothing is there that the profile does not know. What is always mandatory is a matter of GD-2-4.
 */
export const elementsPresent: Check = {
  rule: 'GD-2-3',
  check: (view) =>
    checkBothSides(
      view,
      ({ metadata, tables }) => [
        ...missingGroups(metadata),
        ...tables.flatMap((table) => [
          ...missingElements(table),
          ...brokenCombinations(table),
          ...unknownElements(table),
        ]),
      ],
      `元数据方案 ${view.subject.metadataProfile.id} 的元数据组和条件必选项`,
    ),
}

function missingGroups({ process, documents }: RecordMetadata): readonly CheckEvidence[] {
  const missing = { location: '', expected: '至少一组', found: '0' }
  return [
    ...(process.length === 0 ? [{ ...missing, location: 'process（办理环节）' }] : []),
    ...(documents.length === 0 ? [{ ...missing, location: 'documents（归档文件）' }] : []),
  ]
}

function missingElements({ place, rules, group }: ElementTable): readonly CheckEvidence[] {
  return rules.flatMap((rule) => {
    if (group[rule.key] !== undefined || !isDueByCondition(rule, group)) return []
    const location = elementPlace(`${place}.${rule.key}`, rule.title)
    return [{ location, expected: `条件必选：${rule.condition ?? ''}`, found: '∅' }]
  })
}

function brokenCombinations({ place, rules, group }: ElementTable): readonly CheckEvidence[] {
  return rules.flatMap((rule) => {
    const expected = combinationAspect(rule, group)
    const found = group[rule.key] === undefined ? '∅' : '有'
    return expected === undefined
      ? []
      : [{ location: elementPlace(`${place}.${rule.key}`, rule.title), expected, found }]
  })
}

function unknownElements({ place, rules, group }: ElementTable): readonly CheckEvidence[] {
  const known = new Set(rules.map(({ key }) => key))
  return Object.entries(group).flatMap(([key, value]) =>
    value === undefined || known.has(key)
      ? []
      : [{ location: `${place}.${key}`, expected: '∅', found: '元数据方案没有此项' }],
  )
}
