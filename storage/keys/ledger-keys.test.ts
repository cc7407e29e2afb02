import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openCheckpoint, signCheckpoint } from '#archive-schema/ledger/checkpoint.ts'
import { treeTrust } from '#archive-schema/ledger/ledger-trust.ts'
import { encryptPkcs8 } from './encrypt-pkcs8.ts'
import { openLedgerKeys } from './ledger-keys.ts'
import { openSigner } from './open-signer.ts'

let dataDir: string
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'guidang-ledger-keys-'))
})
afterEach(() => rm(dataDir, { recursive: true }))

const origin = 'archive.example/ledger'
const keyPath = (name: string) => join(dataDir, 'keys', 'test-ledger', name)
const pem = (key: ReturnType<typeof generateKeyPairSync>['publicKey']) => key.export({ type: 'spki', format: 'pem' })

test.for(['sha256', 'sm3'] as const)(
  'checkpoints of the %s tree verify, and a later start loads the same keys',
  async (algorithm) => {
    const keys = await openLedgerKeys({ dataDir, origin })
    const again = await openLedgerKeys({ dataDir, origin })
    expect(again.trust).toEqual(keys.trust)
    expect(keys.isTest).toBe(true)
    const trust = treeTrust(keys.trust, algorithm)
    const checkpoint = { origin: trust.origin, size: 1, root: Buffer.alloc(32, 1) }
    expect(openCheckpoint(await signCheckpoint(checkpoint, again.signers[algorithm]), trust)).toEqual(checkpoint)
  },
)

test('a ledger that has begun without an SM2 key gets one for its next checkpoint', async () => {
  const begun = await openLedgerKeys({ dataDir, origin, sizeOf: async () => 7 })
  expect(begun.trust.sm2From).toBe(8)
  expect((await openLedgerKeys({ dataDir, origin, sizeOf: async () => 99 })).trust).toEqual(begun.trust)
})

test('they are not the keys of the package signer, and only the owner may read them', async () => {
  await openSigner({ dataDir, algorithm: 'ecdsa-p256', now: new Date() })
  await openLedgerKeys({ dataDir, origin })
  expect((await readdir(join(dataDir, 'keys'))).toSorted()).toEqual([
    'test-authority',
    'test-authority-sm2',
    'test-ledger',
    'test-ledger-sm2',
    'test-package-signer-ecdsa-p256',
    'test-package-signer-sm2',
  ])
  for (const name of ['log.key', 'log.pub']) expect((await stat(keyPath(name))).mode & 0o777).toBe(0o600)
})

test.for([
  ['a public key of another pair', 'log.pub', pem(generateKeyPairSync('ed25519').publicKey)],
  ['a public key of another kind', 'log.pub', pem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey)],
  ['no private key', 'log.key', 'nothing'],
] as const)('%s cannot sign', async ([, name, content]) => {
  await openLedgerKeys({ dataDir, origin })
  await writeFile(keyPath(name), content)
  const signing = openLedgerKeys({ dataDir, origin }).then(({ signers }) => signers.sha256[0]?.sign('text\n'))
  await expect(signing).rejects.toMatchObject({ code: 'SIGNER_UNFIT', permanent: false })
})

describe('configured keys', () => {
  const passphrase = 'open sesame'
  const write = async (name: string, { privateKey }: { privateKey: KeyObject }, words = passphrase) => {
    await writeFile(join(dataDir, name), await encryptPkcs8(privateKey, words))
    return join(dataDir, name)
  }
  const open = async (ed25519: string, sm2: string) =>
    openLedgerKeys({ dataDir, origin, configured: { ed25519, sm2, passphrase } })

  test.for(['sha256', 'sm3'] as const)('sign the %s tree, and no test keys are made', async (algorithm) => {
    const keys = await open(
      await write('log.key', generateKeyPairSync('ed25519')),
      await write('log-sm2.key', generateKeyPairSync('ec', { namedCurve: 'SM2' })),
    )
    expect(keys.isTest).toBe(false)
    expect(await readdir(dataDir)).toEqual(['log-sm2.key', 'log.key'])
    const trust = treeTrust(keys.trust, algorithm)
    const checkpoint = { origin: trust.origin, size: 1, root: Buffer.alloc(32, 1) }
    expect(openCheckpoint(await signCheckpoint(checkpoint, keys.signers[algorithm]), trust)).toEqual(checkpoint)
  })

  test.for([
    [
      'exchanged',
      () => generateKeyPairSync('ec', { namedCurve: 'SM2' }),
      () => generateKeyPairSync('ed25519'),
      passphrase,
    ],
    [
      'of another curve',
      () => generateKeyPairSync('ed25519'),
      () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
      passphrase,
    ],
    [
      'of another passphrase',
      () => generateKeyPairSync('ed25519'),
      () => generateKeyPairSync('ec', { namedCurve: 'SM2' }),
      'other',
    ],
  ] as const)('that are %s are unfit', async ([, ed25519, sm2, words]) => {
    const opening = open(await write('log.key', ed25519()), await write('log-sm2.key', sm2(), words))
    await expect(opening).rejects.toMatchObject({ code: 'SIGNER_UNFIT' })
  })

  test('that are not there are unfit', async () => {
    const opening = open(join(dataDir, 'none'), join(dataDir, 'none'))
    await expect(opening).rejects.toMatchObject({ code: 'SIGNER_UNFIT' })
  })
})
