import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { compileCache } from './compliance-tests/stack/child-environment.ts'
import { ClosingLine } from './compliance-tests/stack/closing-line.ts'

const integration = '**/*.integration.test.ts'
// One more than processors, for many tests wait for another process, a store or a lock; each has database servers of its own.
// biome-ignore lint/style/noProcessEnv: who runs the tests chooses the server; the product's configuration is not read here.
const maxWorkers = process.env['DATABASE_URL'] ? 1 : Math.min(availableParallelism() + 1, 4)
// Files share processes: to load the program once a file takes a second each. Not so where tests look at the process itself.
const isolate = false
/** For programs that tests start with the variables of their own process. */
const env = compileCache

export default defineConfig({
  test: {
    reporters: ['default', new ClosingLine()],
    maxWorkers,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{archive-schema,storage,pipelines,services}/**/*.test.ts'],
          exclude: [integration],
          testTimeout: 180_000,
          isolate,
        },
      },
      {
        test: {
          name: 'integration',
          include: [`{storage,pipelines,services}/${integration}`],
          globalSetup: ['compliance-tests/stack/s3-setup.ts', 'compliance-tests/stack/database-setup.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          env,
        },
      },
      {
        test: {
          name: 'house',
          include: ['compliance-tests/house/**/*.test.ts'],
        },
      },
      {
        test: {
          name: 'compliance',
          include: ['compliance-tests/**/*.test.ts'],
          exclude: ['compliance-tests/house/**'],
          globalSetup: ['compliance-tests/stack/programs-setup.ts', 'compliance-tests/stack/database-setup.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          env,
          isolate,
        },
      },
    ],
  },
})
