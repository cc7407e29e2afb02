import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openCheckpoint, signCheckpoint } from '#archive-schema/ledger/checkpoint.ts'
import { treeTrust } from '#archive-schema/ledger/ledger-trust.ts'
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
