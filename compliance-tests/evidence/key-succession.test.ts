import { createPrivateKey } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readCertificate } from '#archive-schema/evidence/read-certificate.ts'
import { parseKeyText } from '#archive-schema/ledger/key-text.ts'
import { entryOf } from '#archive-schema/ledger/ledger-entry.ts'
import { announceSigners } from '#services/access/announce-signers.ts'
import { succeedSigner } from '#services/access/succeed-signer.ts'
import { readConfig } from '#services/config.ts'
import { openLog } from '#services/logging.ts'
import { type Archive, openArchive } from '#services/open-archive.ts'
import { placeOf } from '#storage/catalogue/ledger-entries.ts'
import { encryptPkcs8 } from '#storage/keys/encrypt-pkcs8.ts'
import { parseKeyReference } from '#storage/keys/key-reference.ts'
import { jsonLines, runCommand } from '../durability/command.ts'
import { openTestArchive, type TestArchive } from '../stack/test-archive.ts'

let archive: TestArchive
/** The same archive after its signer was replaced. */
let later: Archive
let environment: Readonly<Record<string, string>>
/** A reference to the key of before, which is encrypted as a configured one is. */
let oldKey: string

beforeAll(async () => {
  archive = await openTestArchive()
  const { dataDir } = archive.config
  const place = (name: string) => join(dataDir, 'keys', 'test-package-signer-ecdsa-p256', name)
  const key = join(dataDir, 'old.key')
  await writeFile(key, await encryptPkcs8(createPrivateKey(await readFile(place('signer.key'))), 'secret'))
  await writeFile(join(dataDir, 'passphrase'), 'secret\n')
  const certificates = place('signer.pem')
  const companions = { certificates, root: certificates, 'passphrase-file': join(dataDir, 'passphrase') }
  oldKey = `pkcs8:${key}?${new URLSearchParams(companions)}`
  environment = { ...archive.environment, SIGNER_ALGORITHM: 'rsa-2048' }
  later = await openArchive(readConfig(environment), openLog('silent'))
})
afterAll(async () => {
  await later.close()
  await archive.close()
})

const certificateOf = ({ signer }: Archive) => readCertificate(signer.signer.certificates[0] ?? Buffer.of()).sha256
const successions = async () =>
  (await Array.fromAsync(later.ledger.texts('key'))).flatMap((bytes) => {
    const text = parseKeyText(bytes)
    return 'succession' in text ? [{ bytes, ...text.succession }] : []
  })

test('a signer takes over from another: both keys sign the text, which the ledger holds', async () => {
  const former = { reference: parseKeyReference(oldKey), passphrase: undefined }
  const told = await succeedSigner(later, former)
  expect(told).toMatchObject({ old: certificateOf(archive), new: certificateOf(later), oldKey: 'signs', from: 0 })
  const [kept, ...others] = await successions()
  expect([kept?.signatures.length, others]).toEqual([2, []])
  expect(await placeOf(later.catalogue.pool, entryOf('key', kept?.bytes ?? Buffer.of()))).toBe('waiting')
})

test('where the old key is gone the command says so, and other texts of keys are read beside it', async () => {
  const gone = ['key', 'succeed', certificateOf(archive), '--gone', 'compromised', '--json']
  const done = await runCommand(gone, environment)
  expect(jsonLines(done)).toMatchObject([{ old: certificateOf(archive), oldKey: 'compromised', signed: 1 }])
  expect((await successions()).map(({ oldKey: state }) => state).toSorted()).toEqual(['compromised', 'signs'])
  await announceSigners(later)
  expect((await later.revokedSigners.ends()).size).toBe(0)
})

test('a key that is none of this archive’s, the present one and what is no reference are refused', async () => {
  for (const certificate of ['0'.repeat(64), certificateOf(later)])
    await expect(succeedSigner(later, { certificate, gone: 'lost' })).rejects.toMatchObject({ code: 'REQUEST_INVALID' })
  const failed = await runCommand(['key', 'succeed', 'nonsense', '--json'], environment)
  expect([failed.code, ...jsonLines(failed)]).toMatchObject([1, { code: 'REQUEST_INVALID' }])
})
