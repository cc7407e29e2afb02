import { table } from '#services/cli/output.ts'
import type { Shown } from './conformance-reporter.ts'
import { areas, type Gap, type Requirement } from './requirement.ts'

/** A requirement, the tests that show it, and what no test shows. */
export type Conformance = {
  readonly requirement: Requirement
  readonly shown: Shown | undefined
  readonly gap: Gap | undefined
}

/** Whether something is wrong: a test failed or did not run, or nothing shows the requirement and nobody says why. */
export function isUnmet({ shown, gap }: Conformance): boolean {
  if (shown === undefined) return gap === undefined || gap.partly
  return shown.failed > 0 || shown.skipped > 0
}

/** 符合性 (conformance) in one word. */
export function resultOf(conformance: Conformance): string {
  if (isUnmet(conformance)) return 'FAILED'
  if (conformance.shown === undefined) return 'not covered'
  return conformance.gap === undefined ? 'passed' : 'passed in part'
}

/** The table for a person: requirements by area with clause, tests, result and confidence; then the gaps with their reasons. */
export function conformanceTable(all: readonly Conformance[]): string {
  return [...areas.map((area) => areaTable(area, all)), gapTable(all), summary(all)].join('\n\n')
}

function areaTable({ code, title }: (typeof areas)[number], all: readonly Conformance[]): string {
  const rows = all.filter(({ requirement }) => requirement.id.startsWith(code)).map(requirementRow)
  return `${code} ${title}\n${table([['id', 'clause', 'tests', 'result', 'confidence', 'requirement'], ...rows])}`
}

function requirementRow(conformance: Conformance): string[] {
  const { requirement, shown } = conformance
  const tests = shown === undefined ? 0 : shown.passed + shown.failed + shown.skipped
  const { id, clause, confidence } = requirement
  return [id, clause, String(tests), resultOf(conformance), confidence, requirement.requirement]
}

function gapTable(all: readonly Conformance[]): string {
  const rows = all.flatMap(({ requirement: { id, priority }, gap }) =>
    gap === undefined ? [] : [[id, `priority ${priority}`, gap.partly ? 'in part' : 'not covered', gap.why]],
  )
  return `未覆盖 not covered, and why\n${table(rows)}`
}

function summary(all: readonly Conformance[]): string {
  const counts = Map.groupBy(all, resultOf)
  return [...counts].map(([result, { length }]) => `${length} ${result}`).join(', ')
}
