import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { certificatePem, readCertificate } from '#archive-schema/evidence/read-certificate.ts'
import { signatureAlgorithmOf } from '#archive-schema/evidence/signature-algorithm.ts'
import { makeParty, type TestParty } from '#archive-schema/evidence/test-party.ts'
import { isSignedBy } from '#archive-schema/evidence/verify-signature-value.ts'
import { installPrograms } from '../stack/install-programs.ts'

const run = promisify(execFile)
const module = '/usr/lib/softhsm/libsofthsm2.so'
const program = join(import.meta.dirname, 'sign-with-key.ts')
const message = '归档'
const kinds = ['rsa-2048', 'p256'] as const
let folder: string
let environment: Readonly<Record<string, string>>
let parties: ReadonlyMap<string, TestParty>

/** A token of SoftHSM, a hardware module made of software, with a key of each kind. */
beforeAll(async () => {
  await installPrograms([
    { program: 'softhsm2-util', debianPackage: 'softhsm2' },
    { program: module, debianPackage: 'libsofthsm2' },
  ])
  folder = await mkdtemp(join(tmpdir(), 'guidang-hsm-'))
  environment = { PATH: '/usr/bin:/bin', SOFTHSM2_CONF: join(folder, 'softhsm2.conf') }
  await mkdir(join(folder, 'tokens'))
  await writeFile(join(folder, 'softhsm2.conf'), `directories.tokendir = ${join(folder, 'tokens')}\n`)
  await softhsm('--init-token', '--free', '--label', 'archive hsm', '--pin', '1234', '--so-pin', '5678')
  parties = new Map([
    ['sm2', await makeParty('signer', { key: 'sm2' })],
    ...(await Promise.all(kinds.map(async (kind, place) => [kind, await importKey(kind, `0${place + 1}`)] as const))),
  ])
  for (const [kind, { certificate }] of parties)
    await writeFile(join(folder, `${kind}.pem`), certificatePem(certificate))
})
afterAll(() => rm(folder, { recursive: true }))

function softhsm(...args: readonly string[]) {
  return run('softhsm2-util', args, { env: environment })
}

async function importKey(kind: (typeof kinds)[number], id: string): Promise<TestParty> {
  const party = await makeParty('signer', { key: kind })
  const path = join(folder, `${kind}.key`)
  await writeFile(path, party.privateKey.export({ type: 'pkcs8', format: 'pem' }))
  await softhsm('--import', path, '--token', 'archive hsm', '--label', kind, '--id', id, '--pin', '1234')
  await rm(path)
  return party
}

type Answer = { readonly algorithm?: string; readonly signatures?: readonly string[]; readonly refused?: string }

async function sign(key: string, changes: { pin?: string; token?: string; path?: string; certificate?: string } = {}) {
  const { pin = '1234', token = 'archive%20hsm', path = module, certificate = key } = changes
  const companions = `certificates=${join(folder, `${certificate}.pem`)}&root=/root.pem`
  const reference = `pkcs11:token=${token};object=${key}?module-path=${path}&${companions}`
  const { stdout } = await run(process.execPath, [program, reference, pin, message, '3'], { env: environment })
  return JSON.parse(stdout) as Answer
}

test.for(kinds)('a %s key in a hardware module signs', async (kind) => {
  const { publicKey } = readCertificate(parties.get(kind)?.certificate ?? Buffer.of())
  const { algorithm, signatures = [], refused } = await sign(kind)
  expect(refused).toBeUndefined()
  expect(algorithm).toBe(signatureAlgorithmOf(publicKey))
  expect(signatures).toHaveLength(3)
  for (const signature of signatures) {
    const bytes = Buffer.from(signature, 'base64')
    const expected = kind === 'p256' ? 'ecdsa-p256-sha256' : 'rsa-pkcs1-sha256'
    expect(isSignedBy(expected, publicKey, Buffer.from(message), bytes)).toBe(true)
    expect(isSignedBy(expected, publicKey, Buffer.from('other'), bytes)).toBe(false)
  }
})

test.for([
  ['with a wrong PIN', { pin: '4321' }, 'CKR_PIN_INCORRECT'],
  ['on another token', { token: 'other' }, 'there are 0 tokens named other'],
  ['in a module that is not there', { path: '/nowhere.so' }, '/nowhere.so cannot be used'],
  ['with an SM2 certificate', { certificate: 'sm2' }, 'no standard mechanism for SM2'],
] as const)('a key %s is unfit', async ([, changes, found]) => {
  const { refused } = await sign('p256', changes)
  expect(refused).toContain('SIGNER_UNFIT')
  expect(refused).toContain(found)
})

test('a key that the token does not hold is unfit', async () => {
  expect((await sign('other', { certificate: 'p256' })).refused).toContain('there are 0 private keys named other')
})
