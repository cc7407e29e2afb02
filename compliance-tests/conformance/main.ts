import { startVitest } from 'vitest/node'
import { ConformanceReporter } from './conformance-reporter.ts'
import { conformanceTable, isUnmet } from './conformance-table.ts'
import { filesThatName } from './naming-files.ts'
import { gaps, requirements } from './requirement.ts'

// 符合性报告: runs every file with tests that name a requirement, and tells for each requirement what was shown. Whole files,
// because some tests of a file build on those before.

const reporter = new ConformanceReporter()
const vitest = await startVitest('test', [...filesThatName().keys()], {
  watch: false,
  reporters: ['dot', reporter],
})
await vitest.close()

const all = requirements.map((requirement) => ({
  requirement,
  shown: reporter.shown.get(requirement.id),
  gap: gaps.get(requirement.id),
}))
process.stdout.write(`${conformanceTable(all)}\n`)
if (all.some(isUnmet)) process.exitCode = 1
