import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { certificatePem, readCertificate } from '#archive-schema/evidence/read-certificate.ts'
import { makeParty, type PartyWishes } from '#archive-schema/evidence/test-party.ts'
import { announceSigners } from '#services/access/announce-signers.ts'
import { readConfig } from '#services/config.ts'
import { openLog } from '#services/logging.ts'
import { openArchive } from '#services/open-archive.ts'
import { encryptPkcs8 } from '#storage/keys/encrypt-pkcs8.ts'
import { openTestArchive, type TestArchive } from '../stack/test-archive.ts'

let folder: string
let archive: TestArchive
let ledgerKeys: { readonly LEDGER_KEY: string; readonly LEDGER_SM2_KEY: string }
const sm2 = generateKeyPairSync('ec', { namedCurve: 'SM2' })
const ed25519 = generateKeyPairSync('ed25519')
const file = (name: string) => join(folder, name)

/** An archive with ledger keys of its own, and a published checkpoint. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guidang-keys-at-start-'))
  ledgerKeys = {
    LEDGER_KEY: await writeKey('log.key', ed25519.privateKey),
    LEDGER_SM2_KEY: await writeKey('log-sm2.key', sm2.privateKey),
  }
  archive = await openTestArchive({ ...ledgerKeys, LEDGER_PASSPHRASE: 'secret' })
  await announceSigners(archive)
  await archive.ledger.publish()
})
afterAll(async () => {
  await archive.close()
  await rm(folder, { recursive: true })
})

async function writeKey(name: string, key: KeyObject): Promise<string> {
  await writeFile(file(name), await encryptPkcs8(key, 'secret'))
  return file(name)
}

const reopen = (change: Readonly<Record<string, string>>) =>
  openArchive(readConfig({ ...archive.environment, ...change }), openLog('silent'))

describe('a ledger', () => {
  test('is opened again with its keys', async () => {
    const again = await reopen({})
    expect(again.ledger.trust).toEqual(archive.ledger.trust)
    await again.close()
  })

  test.for([
    ['LEDGER_KEY', () => generateKeyPairSync('ed25519')],
    ['LEDGER_SM2_KEY', () => generateKeyPairSync('ec', { namedCurve: 'SM2' })],
  ] as const)('is not opened with another %s', async ([name, make]) => {
    const other = await writeKey('other.key', make().privateKey)
    await expect(reopen({ [name]: other })).rejects.toMatchObject({ code: 'LEDGER_FORKED', permanent: true })
  })

  test('is not opened with test keys in the place of its own', async () => {
    const { LEDGER_KEY, LEDGER_SM2_KEY, ...rest } = archive.environment
    expect([LEDGER_KEY, LEDGER_SM2_KEY]).toEqual(Object.values(ledgerKeys))
    const opening = openArchive(readConfig(rest), openLog('silent'))
    await expect(opening).rejects.toMatchObject({ code: 'LEDGER_FORKED' })
  })
})

describe('one key in two roles', () => {
  /** Writes a signer under a root of its own and comes to its reference. */
  async function signer(name: string, wishes: PartyWishes): Promise<string> {
    const authorities = wishes.key === 'sm2' || wishes.sharedKey !== undefined ? 'sm2' : 'p256'
    const root = await makeParty('root', { role: { authorityAbove: 0 }, key: authorities })
    const party = await makeParty('signer', { issuer: root, ...wishes })
    await writeKey(`${name}.key`, party.privateKey)
    await writeFile(file(`${name}.pem`), certificatePem(party.certificate))
    await writeFile(file(`${name}-root.pem`), certificatePem(root.certificate))
    const companions = new URLSearchParams({ certificates: file(`${name}.pem`), root: file(`${name}-root.pem`) })
    return `pkcs8:${file(`${name}.key`)}?${companions}`
  }
  const passphrases = { SIGNER_PASSPHRASE: 'secret', SM2_SIGNER_PASSPHRASE: 'secret' }

  test('the key of checkpoints does not seal', async () => {
    const keys = {
      SIGNER_KEY: await signer('own', {}),
      SM2_SIGNER_KEY: await signer('shared', { sharedKey: sm2.privateKey }),
    }
    await expect(reopen({ ...keys, ...passphrases })).rejects.toMatchObject({
      code: 'CONFIGURATION_INVALID',
      faults: [{ field: 'LEDGER_SM2_KEY', found: expect.stringContaining('is of the key that signs checkpoints') }],
    })
    const own = await reopen({ ...keys, ...passphrases, SM2_SIGNER_KEY: await signer('own-sm2', { key: 'sm2' }) })
    expect([own.signer.signer.unfit, own.signer.sm2Signer?.unfit]).toEqual([undefined, undefined])
    await own.close()
  })

  test('the certificate of a time-stamp authority does not seal', async () => {
    const opened = await reopen({ SIGNER_KEY: await signer('stamps', { role: 'time-stamps' }), ...passphrases })
    expect(opened.signer.signer.unfit?.message).toContain('is for time stamps or answers of OCSP, not for sealing')
    await opened.close()
  })

  test('a ledger does not witness itself', async () => {
    await writeFile(file('log.pub'), ed25519.publicKey.export({ type: 'spki', format: 'pem' }))
    const witness = { name: 'witness.example/own', url: 'http://127.0.0.1:1/', key: 'log.pub' }
    await writeFile(file('witnesses.json'), JSON.stringify({ quorum: 1, witnesses: [witness] }))
    await expect(reopen({ WITNESSES: file('witnesses.json') })).rejects.toMatchObject({
      code: 'CONFIGURATION_INVALID',
      faults: [{ field: 'WITNESSES', found: 'a witness has the key of the ledger' }],
    })
  })

  test('a package signer does not stamp time', async () => {
    const party = archive.signer.signer.certificates[0] ?? Buffer.of()
    await writeFile(file('signer.pem'), certificatePem(party))
    const authority = { name: 'own', url: 'http://127.0.0.1:1/', certificates: 'signer.pem', roots: 'signer.pem' }
    await writeFile(file('authorities.json'), JSON.stringify({ authorities: [authority] }))
    await expect(reopen({ TIME_STAMPS: file('authorities.json') })).rejects.toMatchObject({
      code: 'CONFIGURATION_INVALID',
      faults: [{ field: 'TIME_STAMPS', found: `${readCertificate(party).sha256} is a package signer` }],
    })
  })
})
