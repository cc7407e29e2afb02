import { execFile } from 'node:child_process'
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Sm2Verifier } from '#archive-schema/signatures/sm2.ts'
import { sm2NumberOf } from '#archive-schema/signatures/sm2-key.ts'
import { Sm2SigningKey } from '#archive-schema/signatures/sm2-sign.ts'

const run = promisify(execFile)
const message = Buffer.from('归档')
const distid = ['-pkeyopt', 'distid:1234567812345678']
let folder: string
let privateKey: KeyObject
let key: Sm2SigningKey

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sm2-'))
  const pair = generateKeyPairSync('ec', { namedCurve: 'SM2' })
  privateKey = pair.privateKey
  key = new Sm2SigningKey(sm2NumberOf(privateKey) ?? Buffer.of())
  await writeFile(join(folder, 'public.pem'), pair.publicKey.export({ type: 'spki', format: 'pem' }))
  await writeFile(join(folder, 'private.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }))
  await writeFile(join(folder, 'message'), message)
})
afterAll(() => rm(folder, { recursive: true }))

test('SIG-02 openssl accepts what we sign, and refuses it for another message or the empty identity', async () => {
  const signature = key.sign(message)
  expect(verify(signature)).toBe(true)
  expect(await opensslVerify(signature, ...distid)).toBe(true)
  expect(await opensslVerify(signature)).toBe(false)
  await writeFile(join(folder, 'message'), Buffer.from('归挡'))
  expect(await opensslVerify(signature, ...distid)).toBe(false)
  await writeFile(join(folder, 'message'), message)
})

test('SIG-02 our verifier accepts what openssl signs under the identity, and refuses it without', async () => {
  expect(verify(await opensslSign(...distid))).toBe(true)
  expect(verify(await opensslSign())).toBe(false)
})

test('SIG-02 neither accepts what node signs with this key', async () => {
  const signature = sign('sm3', message, privateKey)
  expect(verify(signature)).toBe(false)
  expect(await opensslVerify(signature, ...distid)).toBe(false)
})

function verify(signature: Uint8Array): boolean {
  const verifier = new Sm2Verifier(key.publicKey)
  verifier.update(message)
  return verifier.verify(signature)
}

async function opensslVerify(signature: Uint8Array, ...options: readonly string[]): Promise<boolean> {
  await writeFile(join(folder, 'signature'), signature)
  const what = ['-in', 'message', '-sigfile', 'signature']
  const args = ['pkeyutl', '-verify', '-pubin', '-inkey', 'public.pem', '-rawin', '-digest', 'sm3', ...what, ...options]
  const { stdout } = await run('openssl', args, { cwd: folder }).catch((error: { stdout: string }) => error)
  return stdout.startsWith('Signature Verified Successfully')
}

async function opensslSign(...options: readonly string[]): Promise<Buffer> {
  const what = ['-in', 'message', '-out', 'signed']
  await run('openssl', ['pkeyutl', '-sign', '-inkey', 'private.pem', '-rawin', '-digest', 'sm3', ...what, ...options], {
    cwd: folder,
  })
  return readFile(join(folder, 'signed'))
}
