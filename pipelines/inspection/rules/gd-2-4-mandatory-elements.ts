import type { CheckEvidence } from '#archive-schema/finding.ts'
import { blankAspect } from '#archive-schema/inspection/element-aspects.ts'
import type { ElementTable } from '#archive-schema/inspection/element-texts.ts'
import { checkBothSides, elementFault, elementPlace } from '../both-sides.ts'
import type { Check } from '../check.ts'

/** GD-2-4 元数据必填著录项目检测: every mandatory element has a value, and no value consists of blanks only. */
export const mandatoryElements: Check = {
  rule: 'GD-2-4',
  check: (view) =>
    checkBothSides(
      view,
      ({ tables, texts }) => [...tables.flatMap(missingElements), ...texts.flatMap(elementFault(blankAspect))],
      '必选项均不为空',
    ),
}

function missingElements({ place, rules, group }: ElementTable): readonly CheckEvidence[] {
  return rules.flatMap(({ key, title, obligation }) =>
    obligation === 'mandatory' && group[key] === undefined
      ? [{ location: elementPlace(`${place}.${key}`, title), expected: '必选', found: '∅' }]
      : [],
  )
}
