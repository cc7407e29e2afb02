import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { certificatePem } from '#archive-schema/evidence/read-certificate.ts'
import { makeParty, type PartyWishes, signerOf, type TestParty } from '#archive-schema/evidence/test-party.ts'
import { exportFolder } from '#services/access/export-folder.ts'
import { requireRecord } from '#services/access/require-record.ts'
import { verifyStored } from '#services/access/verify-stored.ts'
import { readConfig } from '#services/config.ts'
import { openLog } from '#services/logging.ts'
import { openArchive } from '#services/open-archive.ts'
import { encryptPkcs8 } from '#storage/keys/encrypt-pkcs8.ts'
import { openTestArchive, samples, type TestArchive } from '../stack/test-archive.ts'
import { firstShellFailure } from './laboratory.ts'

let folder: string
let server: Server
let keys: Readonly<Record<string, string>>
let archive: TestArchive

/** An archive that seals with a key file, and by SM2 with a signature server. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guidang-own-keys-'))
  const generic = await makeSigner('rsa-2048', 'p256')
  const sm2 = await makeSigner('sm2', 'sm2')
  await writeFile(join(folder, 'signer.key'), await encryptPkcs8(generic.party.privateKey, '口令'))
  server = await startSignatureServer(sm2.party)
  const { port } = server.address() as AddressInfo
  keys = {
    SIGNER_KEY: `pkcs8:${join(folder, 'signer.key')}?${generic.companions}`,
    SIGNER_PASSPHRASE: '口令',
    SM2_SIGNER_KEY: `http://127.0.0.1:${port}/sign?key=package&${sm2.companions}`,
    SM2_SIGNER_PASSPHRASE: 'token',
    SM2_SIGNATURE_PROFILE: 'gb35275-501',
  }
  archive = await openTestArchive(keys)
})
afterAll(async () => {
  await archive.close()
  server.closeAllConnections()
  server.close()
  await rm(folder, { recursive: true })
})

async function makeSigner(key: NonNullable<PartyWishes['key']>, authorities: 'p256' | 'sm2') {
  const root = await makeParty('某省根 CA', { role: { authorityAbove: 1 }, key: authorities })
  const issuing = await makeParty('某省签发 CA', { role: { authorityAbove: 0 }, issuer: root, key: authorities })
  const party = await makeParty('某市归档签名', { issuer: issuing, key })
  const place = (name: string) => join(folder, `${key}-${name}.pem`)
  await writeFile(place('chain'), certificatePem(party.certificate) + certificatePem(issuing.certificate))
  await writeFile(place('root'), certificatePem(root.certificate))
  return { party, companions: new URLSearchParams({ certificates: place('chain'), root: place('root') }) }
}

/** A server in the protocol of docs/signing-keys.md. */
async function startSignatureServer(party: TestParty): Promise<Server> {
  const signing = createServer((request, response) => {
    const answer = async () => {
      const { key, algorithm, message } = (await json(request)) as Readonly<Record<string, string>>
      const isAllowed = request.headers.authorization === 'Bearer token' && key === 'package' && algorithm === 'sm2-sm3'
      const signature = await signerOf(party).sign(Buffer.from(message ?? '', 'base64'))
      response.writeHead(isAllowed ? 200 : 403)
      response.end(isAllowed ? JSON.stringify({ signature: Buffer.from(signature).toString('base64') }) : '')
    }
    answer().catch((error) => response.destroy(error))
  })
  await new Promise<void>((resolve) => signing.listen(0, '127.0.0.1', resolve))
  return signing
}

test('a record is sealed with keys of the site, and strangers verify both signatures', async () => {
  const [outcome] = await archive.capture(join(samples, 'accepted', '06-employment-registration-instant'))
  expect(outcome).toMatchObject({ outcome: 'archived' })
  const record = await requireRecord(archive.catalogue, outcome?.number ?? '')
  expect(record.testKeys).toBe(false)
  const { ok, steps, pending } = await verifyStored(archive, record)
  expect(ok).toBe(true)
  expect(pending).not.toContain('signature-sm2')
  const details = new Map(steps.map(({ step, detail }) => [step, detail]))
  expect(details.get('signature')).toContain('rsa-pkcs1-sha256 (cades-rsa) by C=CN, O=测试, CN=某市归档签名')
  expect(details.get('signature-sm2')).toContain('sm2-sm3 (gb35275-501) by C=CN, O=测试, CN=某市归档签名')
  await exportFolder(archive, record, join(folder, 'export'))
  expect(await firstShellFailure(join(folder, 'export'))).toBe('OK')
})

test('what is archived can be read and verified while the key cannot be opened', async () => {
  const [number = ''] = (await archive.stored()).flatMap((key) => /([^/]+)\.zip$/.exec(key)?.[1] ?? [])
  const environment = { ...archive.environment, SIGNER_PASSPHRASE: 'other' }
  const reopened = await openArchive(readConfig(environment), openLog('silent'))
  try {
    expect(reopened.signer.signer.unfit).toMatchObject({ code: 'SIGNER_UNFIT', permanent: false })
    expect((await verifyStored(reopened, await requireRecord(reopened.catalogue, number))).ok).toBe(true)
  } finally {
    await reopened.close()
  }
})

test('a fixed clock is refused beside keys that are no test keys [SIG-10]', async () => {
  const environment = { ...archive.environment, GUIDANG_FIXED_TIME: '2026-01-01T00:00:00Z' }
  await expect(openArchive(readConfig(environment), openLog('silent'))).rejects.toMatchObject({
    code: 'CONFIGURATION_INVALID',
  })
})
