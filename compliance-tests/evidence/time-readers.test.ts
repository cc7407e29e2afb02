import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { certificatePem, readCertificate } from '#archive-schema/evidence/read-certificate.ts'
import { makeParty, signerOf } from '#archive-schema/evidence/test-party.ts'
import { parseTrust } from '#archive-schema/evidence/trust.ts'
import { formatEvidenceRecord } from '#archive-schema/evidence-record/evidence-record.ts'
import { beginRecords } from '#archive-schema/evidence-record/renew.ts'
import { issueToken } from '#archive-schema/time-stamp/issue-token.ts'
import { formatTimeTrust } from '#archive-schema/time-stamp/time-trust.ts'
import { readExportedFolder, readTrustFolder } from '#services/verifier/exported-folder.ts'
import { verifyRecord } from '#services/verifier/verify-record.ts'
import { installPrograms } from '../stack/install-programs.ts'
import { writeFiles } from './exported-record.ts'
import { firstFailure, runProgram } from './laboratory.ts'
import { useVerifiers } from './three-verifiers.ts'
import { checkpointText, openTimeLaboratory, stampedAt, type TimeLaboratory } from './time-laboratory.ts'

const script = join(import.meta.dirname, '../../services/verifier/verify-package.sh')
const jars = ['bcpkix', 'bcprov', 'bcutil'].map((name) => `/usr/share/java/${name}.jar`)
let laboratory: TimeLaboratory
const verifiers = useVerifiers()

beforeAll(async () => {
  await installPrograms([
    { program: 'javac', debianPackage: 'default-jdk-headless' },
    ...jars.map((program) => ({ program, debianPackage: 'libbcpkix-java' })),
  ])
  laboratory = await openTimeLaboratory()
})
afterAll(() => laboratory.close())

const token = (record: string) => join(record, 'evidence', 'checkpoint.tst')
const later = (date: Date, seconds: number) => new Date(date.getTime() + seconds * 1_000)
const report = async (record: string) =>
  verifyRecord(await readExportedFolder(record), parseTrust(await readTrustFolder(join(record, 'trust'))), new Date())

test('openssl reads the exported token', async () => {
  const record = await laboratory.copy()
  await writeFile(join(record, 'text'), await checkpointText(record))
  const args = ['ts', '-verify', '-token_in', '-in', token(record), '-data', join(record, 'text')]
  const roots = ['-CAfile', join(record, 'trust', 'time-roots.pem')]
  expect(await runProgram('openssl', [...args, ...roots])).toMatchObject({ code: 0, stdout: 'Verification: OK\n' })
})

test('BouncyCastle reads the token, and none over other bytes', async () => {
  const record = await laboratory.copy()
  const program = join(import.meta.dirname, 'BouncyCastleTokens.java')
  const verify = async (text: string) => {
    await writeFile(join(record, 'text'), text)
    const args = ['-cp', jars.join(':'), program, join(record, 'text'), token(record)]
    return (await runProgram('java', args)).stdout.trim()
  }
  expect(await verify(await checkpointText(record))).toBe('true')
  expect(await verify('other')).toBe('false')
})

test('a token by SM2 dates the record; the script says that it does not verify it', async () => {
  const record = await laboratory.copy()
  const root = await makeParty('sm2 root', { role: { authorityAbove: 0 }, key: 'sm2' })
  const by = await laboratory.party({ issuer: root, key: 'sm2' })
  const trust = { rootPems: [certificatePem(root.certificate)], authorities: [readCertificate(by.certificate).sha256] }
  await writeFiles(join(record, 'trust'), formatTimeTrust(trust))
  await laboratory.stamp(record, { by, issuers: [], hash: 'sm3' })
  await verifiers.expectStep(record, 'OK')
  expect((await report(record)).pending).toEqual([])
  const { stdout } = await runProgram('sh', [script, record])
  expect(stdout).toContain('PENDING time: this script does not verify time stamps by SM2')
  expect(stdout).not.toContain('OK time')
  const bytes = await readFile(token(record))
  await writeFile(token(record), Buffer.concat([bytes.subarray(0, -1), Buffer.of((bytes.at(-1) ?? 0) ^ 1)]))
  expect(await firstFailure(record)).toBe('time')
  expect(await verifiers.browser.firstFailure(record)).toBe('time')
})

test('an authority that has ended is right where it was renewed before; the script says what it does not read', async () => {
  const record = await laboratory.copy()
  const brief = await laboratory.party({ notAfter: later(stampedAt, 3_600) })
  await laboratory.trustIn(record, brief, laboratory.authority)
  const held = await laboratory.stamp(record, { by: brief })
  const renew = async (at: Date) => {
    const signer = signerOf(laboratory.authority, laboratory.issuing)
    const group = [Buffer.from(await checkpointText(record)), held]
    const [renewed] = await beginRecords('sha256', [group, [Buffer.from('another')]], (imprint) =>
      issueToken({ signer, policy: '1.2.3' }, { imprint, wantsCertificates: true }, { at, serial: Buffer.of(8) }),
    )
    await writeFile(join(record, 'evidence', 'checkpoint.ers'), formatEvidenceRecord(renewed ?? { chains: [] }))
  }
  await renew(later(stampedAt, 600))
  expect(await firstFailure(record)).toBe('OK')
  expect(await verifiers.browser.firstFailure(record)).toBe('OK')
  expect((await report(record)).steps.find(({ step }) => step === 'time')?.detail).toContain(
    '; renewed 2026-03-04T05:17',
  )
  expect((await runProgram('sh', [script, record])).stdout).toContain('PENDING renewal: this script does not read')
  await renew(later(stampedAt, 3_600))
  expect(await firstFailure(record)).toBe('time')
  expect(await verifiers.browser.firstFailure(record)).toBe('time')
})
