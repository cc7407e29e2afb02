import type { Reporter, TestCase } from 'vitest/node'
import { requirementsIn } from './requirement.ts'

/** How many tests show a requirement, and how they ended. */
export type Shown = { readonly passed: number; readonly failed: number; readonly skipped: number }

/** Vitest reporter: counts how the tests ended that name a requirement in their title or in that of their group. */
export class ConformanceReporter implements Reporter {
  readonly shown = new Map<string, Shown>()

  onTestCaseResult(test: TestCase): void {
    const { state } = test.result()
    const ended = state === 'passed' || state === 'skipped' ? state : 'failed'
    for (const id of new Set(requirementsIn(test.fullName))) {
      const before = this.shown.get(id) ?? { passed: 0, failed: 0, skipped: 0 }
      this.shown.set(id, { ...before, [ended]: before[ended] + 1 })
    }
  }
}
