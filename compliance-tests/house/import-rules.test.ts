import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { forbiddenImports, rooms } from './import-rules.ts'

test.for([
  ['archive-schema/x.ts', '#storage/x.ts', 'rooms import only'],
  ['archive-schema/x.ts', 'node:fs', 'archive-schema is pure'],
  ['storage/objects/x.ts', '../../services/config.ts', 'rooms import only'],
  ['pipelines/capture/x.ts', '#services/config.ts', 'rooms import only'],
  ['pipelines/capture/x.ts', '#compliance-tests/x.ts', 'nothing but a test'],
  ['pipelines/capture/x.ts', '../sealing/x.ts', 'a stage does not import'],
  ['services/verifier/x.ts', '#storage/content/x.ts', 'the verifier uses nothing'],
  ['services/verifier/x.ts', '../config.ts', 'the verifier uses nothing'],
] as const)('%s may not import %s', ([file, specifier, because]) => {
  expect(forbiddenImports(file, `import type { X } from '${specifier}'`)).toEqual([
    expect.stringContaining(`${file} -> ${specifier}: ${because}`),
  ])
})

test.for([
  ['archive-schema/x.ts', 'node:crypto'],
  ['storage/objects/x.ts', '#archive-schema/x.ts'],
  ['pipelines/capture/x.ts', '../stage.ts'],
  ['services/verifier/x.ts', '#archive-schema/x.ts'],
] as const)('%s may import %s', ([file, specifier]) => {
  expect(forbiddenImports(file, `import { x } from '${specifier}'`)).toEqual([])
})

test('dynamic imports and re-exports are seen', () => {
  const source = `await import('#services/x.ts')\nexport { y } from '#services/y.ts'`
  expect(forbiddenImports('storage/x.ts', source)).toHaveLength(2)
})

test('every file keeps to its place', () => {
  const files = globSync(`{${rooms.join(',')}}/**/*.ts`).filter((file) => !/\.test\.ts$|-trial\.ts$/.test(file))
  expect(files.length).toBeGreaterThan(100)
  expect(files.flatMap((file) => forbiddenImports(file, readFileSync(file, 'utf8')))).toEqual([])
})
