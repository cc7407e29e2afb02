import { globSync, readFileSync } from 'node:fs'
import { requirementsIn } from './requirement.ts'

/** The test files in which requirements are named, with these. */
export function filesThatName(): ReadonlyMap<string, readonly string[]> {
  const files = globSync('{archive-schema,storage,pipelines,services,compliance-tests}/**/*.test.ts')
  const found = files.map((file) => [file, requirementsIn(readFileSync(file, 'utf8'))] as const)
  return new Map(found.filter(([, ids]) => ids.length > 0))
}
