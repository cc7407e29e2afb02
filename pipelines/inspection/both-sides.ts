import { demandValue } from '#archive-schema/attempt.ts'
import type { CheckEvidence } from '#archive-schema/finding.ts'
import { blankAspect, type ElementAspect } from '#archive-schema/inspection/element-aspects.ts'
import type { ElementText } from '#archive-schema/inspection/element-texts.ts'
import { type CheckResult, judge } from './check.ts'
import type { InspectionView } from './inspection-view.ts'
import type { MetadataSide } from './metadata-sides.ts'

/** Looks at the metadata of one side and returns everything that is wrong; locations are paths by meaning. */
export type SideCheck = (side: MetadataSide) => readonly CheckEvidence[]

/** Judges the metadata of both sides. Throws as `faultsOnBothSides`. */
export function checkBothSides(view: InspectionView, check: SideCheck, seen: string): CheckResult {
  return judge(faultsOnBothSides(view, check), { location: '数据库、信息包', found: seen })
}

/**
 * Every check of metadata runs twice, on what the database holds and on what the package says (DA/T 70 names both
 * objects). Throws the refusal of a package whose metadata cannot be read.
 */
export function faultsOnBothSides(view: InspectionView, check: SideCheck): readonly CheckEvidence[] {
  return demandValue(view.sides).flatMap((side) =>
    check(side).map((fault) => ({ ...fault, location: `${side.name} ${fault.location ?? ''}`.trimEnd() })),
  )
}

/** Looks at one aspect of every value on both sides; values of blanks only are left to GD-2-4. */
export function checkEveryElement(view: InspectionView, aspect: ElementAspect): CheckResult {
  const count = demandValue(view.sides).reduce((sum, { texts }) => sum + texts.length, 0)
  return checkBothSides(
    view,
    ({ texts }) =>
      texts.filter(({ rule, text }) => blankAspect(rule, text) === undefined).flatMap(elementFault(aspect)),
    `${count} 个元数据值`,
  )
}

/** A fault for each text that is not as the aspect asks. */
export function elementFault(aspect: ElementAspect) {
  return ({ place, rule, text }: ElementText): readonly CheckEvidence[] => {
    const expected = aspect(rule, text)
    return expected === undefined ? [] : [{ location: elementPlace(place, rule.title), expected, found: text }]
  }
}

/** An element as a report names it, e.g. `case.year（年度）`. */
export function elementPlace(place: string, title: string): string {
  return `${place}（${title}）`
}
