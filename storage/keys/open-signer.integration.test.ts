import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'

const run = promisify(execFile)
const module = join(import.meta.dirname, 'open-signer.ts')
let dataDir: string

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'guidang-keys-'))
})
afterEach(() => rm(dataDir, { recursive: true }))

async function trustSeenByNewProcess(): Promise<string> {
  const program = `
    const { openSigner } = await import(${JSON.stringify(module)})
    const options = { dataDir: ${JSON.stringify(dataDir)}, algorithm: 'ecdsa-p256', now: new Date() }
    process.stdout.write(JSON.stringify((await openSigner(options)).trust))`
  return (await run(process.execPath, ['--input-type=module', '--eval', program])).stdout
}

test('processes that start at once on an empty folder end with one set of keys', { timeout: 60_000 }, async () => {
  const seen = await Promise.all(Array.from({ length: 6 }, trustSeenByNewProcess))
  expect(new Set(seen).size).toBe(1)
  expect(JSON.parse(seen[0] ?? '').signers).toHaveLength(2)
  expect((await readdir(join(dataDir, 'keys'))).sort()).toEqual([
    'test-authority',
    'test-authority-sm2',
    'test-package-signer-ecdsa-p256',
    'test-package-signer-sm2',
  ])
})
