import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')

async function sources(): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for (const room of ['archive-schema', 'storage', 'pipelines', 'services']) {
    for (const path of await readdir(join(root, room), { recursive: true })) {
      if (path.endsWith('.ts')) found.set(`${room}/${path}`, await readFile(join(root, room, path), 'utf8'))
    }
  }
  return found
}

test('node-forge encodes and decodes DER and does nothing else', async () => {
  const users = [...(await sources())].filter(([, text]) => text.includes("from 'node-forge'"))
  expect(users.map(([path]) => path).sort()).toEqual([
    'archive-schema/evidence/der.ts',
    'archive-schema/evidence/read-der.ts',
  ])
  for (const [path, text] of users) {
    const parts = [...text.matchAll(/\bforge\.(\w+)/g), ...text.matchAll(/\} = forge\b/g)].map(([use]) => use)
    expect(
      parts.filter((use) => use !== 'forge.asn1' && use !== '} = forge'),
      path,
    ).toEqual([])
    expect(text.match(/const \{ (.*) \} = forge\n/)?.[1] ?? 'asn1', path).toBe('asn1')
  }
})
