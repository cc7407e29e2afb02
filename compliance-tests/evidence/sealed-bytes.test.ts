import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')

test('what is signed never comes from an XML parser or writer [EEP-10]', () => {
  const signing = ['archive-schema/evidence/*.ts', 'pipelines/sealing/*.ts', 'storage/keys/*.ts']
  const files = signing.flatMap((pattern) => globSync(pattern, { cwd: root }))
  expect(files.length).toBeGreaterThan(20)
  const users = files.filter((file) =>
    /from '[^']*(xml2js|sax|archive-schema\/xml\/)/.test(readFileSync(join(root, file), 'utf8')),
  )
  expect(users).toEqual([])
})
