import { itemNameOf, threeGates } from './gates.ts'
import { type GateResult, type ReportItem, worstOutcome } from './inspection-report.ts'

/**
 * 三个关口 of an inspection: each is as bad as the worst of its items, blocking or not, so that what was not checked never
 * passes. Items that do not apply count for nothing; without any other, a gate is `NOT_CHECKED`.
 */
export function judgeGates(items: readonly Pick<ReportItem, 'ruleId' | 'rule' | 'outcome'>[]): readonly GateResult[] {
  return threeGates.gates.map(({ gate, requirement, source, items: names }) => {
    const own = items.filter(({ ruleId }) => names.includes(itemNameOf(ruleId)))
    return { gate, requirement, source, outcome: worstOutcome(own), rules: own.map(({ rule }) => rule) }
  })
}
