import type { Reporter, TestCase, TestModule } from 'vitest/node'

/** Vitest reporter: closes the run with one plain line, `N passed, N failed`, and `N skipped` where any was. */
export class ClosingLine implements Reporter {
  readonly #counts = { passed: 0, failed: 0, skipped: 0, pending: 0 }

  onTestCaseResult(test: TestCase): void {
    this.#counts[test.result().state] += 1
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const { passed, skipped, pending } = this.#counts
    const failed = this.#counts.failed + pending + unhandledErrors.length + errorsOutsideTests(modules)
    // After the other reporters have written their summaries.
    process.once('exit', () => {
      process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`)
    })
  }
}

/** Files and groups that failed outside of any test: while they were loaded, set up or cleared away. */
function errorsOutsideTests(modules: readonly TestModule[]): number {
  return modules
    .flatMap((module) => [module, ...module.children.allSuites()])
    .reduce((sum, place) => sum + place.errors().length, 0)
}
