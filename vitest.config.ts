import { defineConfig } from 'vitest/config'
import { compileCache } from './compliance-tests/stack/child-environment.ts'
import { ClosingLine } from './compliance-tests/stack/closing-line.ts'

const integration = '**/*.integration.test.ts'
/** For programs that tests start with the variables of their own process. */
const env = compileCache

export default defineConfig({
  test: {
    reporters: ['default', new ClosingLine()],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{archive-schema,storage,pipelines,services}/**/*.test.ts'],
          exclude: [integration],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: [`{storage,pipelines,services}/${integration}`],
          globalSetup: ['compliance-tests/stack/s3-setup.ts', 'compliance-tests/stack/database-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
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
        },
      },
    ],
  },
})
