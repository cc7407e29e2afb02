import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signDetached } from '#archive-schema/evidence/cms.ts'
import { profilesOf } from '#archive-schema/evidence/signature-profiles.ts'
import { installPrograms } from '../stack/install-programs.ts'
import { sealedAt } from './exported-record.ts'
import { verifyWithGpgsm } from './gpgsm.ts'
import { firstFailure, firstShellFailure, type Laboratory, openLaboratory, runProgram } from './laboratory.ts'
import { verifyWithPkijs } from './pkijs.ts'

const bouncyCastle = ['bcpkix', 'bcprov', 'bcutil'].map((name) => `/usr/share/java/${name}.jar`)
const sm2Profiles = profilesOf('sm2-sm3')
const genericKinds = ['ecdsa-p256', 'rsa-2048'] as const
let laboratories: readonly Laboratory[]

beforeAll(async () => {
  await installPrograms([
    { program: 'gpgsm', debianPackage: 'gpgsm' },
    { program: 'javac', debianPackage: 'default-jdk-headless' },
    ...bouncyCastle.map((program) => ({ program, debianPackage: 'libbcpkix-java' })),
  ])
  laboratories = await Promise.all(genericKinds.map((kind) => openLaboratory(kind)))
})
afterAll(() => Promise.all(laboratories.map(({ close }) => close())))

/** The record of the first laboratory with its SM2 signature in another form. */
async function recordInForm(profile: (typeof sm2Profiles)[number]): Promise<string> {
  const [laboratory] = laboratories
  const signer = laboratory?.sealers['statement-sm2.p7s'].signer
  if (laboratory === undefined || signer === undefined) throw new Error('there is no laboratory')
  const record = await laboratory.copy()
  const statement = await readFile(join(record, 'evidence', 'statement.txt'))
  const signature = await signDetached(statement, sealedAt, { ...signer, profile })
  await writeFile(join(record, 'evidence', 'statement-sm2.p7s'), signature)
  return record
}

test.for(sm2Profiles)('SIG-02 both verifiers accept the SM2 form $name, and no other content', async (profile) => {
  const record = await recordInForm(profile)
  expect(await firstFailure(record)).toBe('OK')
  expect(await firstShellFailure(record)).toBe('OK')
  const statement = join(record, 'evidence', 'statement.txt')
  await writeFile(statement, (await readFile(statement, 'utf8')).replace('previous: -', 'previous:  '))
  expect(await firstFailure(record)).not.toBe('OK')
  expect(await firstShellFailure(record)).not.toBe('OK')
})

test('SIG-02 BouncyCastle accepts the generic signatures and the SM2 forms that it knows, and no other content', async () => {
  const records = await Promise.all(sm2Profiles.map(recordInForm))
  const [record = ''] = records
  const statement = join(record, 'evidence', 'statement.txt')
  await copyFile(statement, join(record, 'other.txt'))
  await writeFile(join(record, 'other.txt'), ' ', { flag: 'a' })
  const signatures = [
    ...laboratories.map((laboratory) => join(laboratory.record, 'evidence', 'statement.p7s')),
    ...records.map((one) => join(one, 'evidence', 'statement-sm2.p7s')),
  ]
  const program = join(import.meta.dirname, 'BouncyCastleVerifier.java')
  const verify = async (content: string) => {
    const { stdout } = await runProgram('java', ['-cp', bouncyCastle.join(':'), program, content, ...signatures])
    return stdout.trimEnd().split('\n')
  }
  expect(sm2Profiles.map(({ name }) => name)).toEqual(['gb35275', 'gb35275-501', 'cms'])
  const unknown = expect.stringContaining('1.2.156.10197.1.301.1')
  expect(await verify(statement)).toEqual(['true', 'true', unknown, 'true', 'true'])
  const changed = expect.stringContaining('message-digest attribute value does not match')
  expect(await verify(join(record, 'other.txt'))).toEqual([changed, changed, unknown, changed, changed])
})

test('gpgsm calls the generic signatures good, and those of other content bad', async () => {
  for (const { record, opened } of laboratories) {
    const place = (name: string) => join(record, 'evidence', name)
    const parties = { root: join(record, 'trust', 'root.pem'), certificates: opened.signer.certificates }
    expect(await verifyWithGpgsm(place('statement.p7s'), place('statement.txt'), parties)).toContain(
      'Good signature from',
    )
    const bad = await verifyWithGpgsm(place('statement.p7s'), place('manifest-sm3.txt'), parties)
    expect(bad).not.toContain('Good signature')
    expect(bad).toContain('message digest attribute does not match')
  }
})

test('pkijs accepts the generic signatures with their chains, and no other content', async () => {
  for (const { record, opened } of laboratories) {
    const signature = await readFile(join(record, 'evidence', 'statement.p7s'))
    const statement = await readFile(join(record, 'evidence', 'statement.txt'))
    const verify = (content: Uint8Array) => verifyWithPkijs(signature, content, opened.trust.rootPem)
    expect(await verify(statement)).toEqual({ signature: true, chain: true })
    expect(await verify(Buffer.concat([statement, Buffer.of(0)]))).toMatchObject({ signature: false })
  }
})
