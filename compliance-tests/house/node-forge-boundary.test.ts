import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { rooms } from './import-rules.ts'
import { forbiddenForgeUses } from './node-forge-boundary.ts'

const root = join(import.meta.dirname, '../..')
const der = 'archive-schema/evidence/der.ts'

test('node-forge reads and writes DER, and does nothing else', async () => {
  const users: string[] = []
  for (const room of rooms) {
    for (const path of await readdir(join(root, room), { recursive: true })) {
      if (!path.endsWith('.ts')) continue
      const [file, source] = [`${room}/${path}`, await readFile(join(root, room, path), 'utf8')]
      expect(forbiddenForgeUses(file, source)).toEqual([])
      if (source.includes("from 'node-forge'")) users.push(file)
    }
  }
  expect(users.sort()).toEqual([der, 'archive-schema/evidence/read-der.ts'])
})

test.for([
  ['storage/keys/other.ts', "import forge from 'node-forge'\n", 'storage/keys/other.ts uses node-forge'],
  ['storage/keys/other.ts', "const forge = await import('node-forge')\n", 'storage/keys/other.ts uses node-forge'],
  [der, 'const digest = forge.md.sha256.create()\n', 'forge.md.sha256.create'],
  [der, 'const pair = forge.pki.rsa.generateKeyPair(2048)\n', 'forge.pki.rsa.generateKeyPair'],
  [der, 'forge.pki.verifyCertificateChain(store, chain)\n', 'forge.pki.verifyCertificateChain'],
  [der, 'forge.pki.certificateFromPem(pem).verify(child)\n', 'forge.pki.certificateFromPem'],
  [der, 'const { md } = forge\n', 'const { md } = forge'],
  [der, "const md = forge['md']\n", "forge['md']"],
] as const)('%s may not hold %s', ([file, line, found]) => {
  const source = file === der ? `import forge from 'node-forge'\n${line}` : line
  expect(forbiddenForgeUses(file, source).join('\n')).toContain(found)
})
