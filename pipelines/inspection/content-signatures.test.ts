import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signDetached } from '#archive-schema/evidence/cms.ts'
import { makeParty, signerOf, type TestParty } from '#archive-schema/evidence/test-party.ts'
import { dat70Gd } from '#archive-schema/inspection/dat70-gd.ts'
import type { ReportItem } from '#archive-schema/inspection/inspection-report.ts'
import { messageForms } from '#archive-schema/signatures/message-trial.ts'
import { makeSm2Party } from '#archive-schema/signatures/sm2-trial.ts'
import { makeToken } from '#archive-schema/signatures/time-stamp-trial.ts'
import { type OpenedSigner, openSigner } from '#storage/keys/open-signer.ts'
import { makePdf } from '../examination/content-trial.ts'
import { addRevision, addSignature, makeSignedPdf } from '../examination/signatures/signed-pdf-trial.ts'
import { inspectPackage } from './inspect-package.ts'
import { fixity } from './rules/gd-1-1-fixity.ts'
import { approving } from './sample-changes-trial.ts'
import { readSample, type Sample, type SampleChange, sealSample } from './sealed-sample-trial.ts'

const at = new Date('2026-01-02T03:04:05Z')
let folder: string
let signer: OpenedSigner
let sample: Sample
let party: TestParty
let expired: TestParty

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'content-signatures-'))
  signer = await openSigner({ dataDir: folder, algorithm: 'ecdsa-p256', now: new Date() })
  sample = await readSample('06-employment-registration-instant')
  party = await makeParty('审批人', { key: 'rsa-2048' })
  expired = await makeParty('已过期', { notAfter: new Date('2025-01-01') })
})

afterAll(() => rm(folder, { recursive: true }))

/** GD-1-1 of a package in which one file of a class has other content. */
async function inspectWith(class_: string, content: Uint8Array, change: SampleChange = {}): Promise<ReportItem> {
  const document = sample.metadata.documents.find((one) => one.folder === class_)
  const path = `${class_}/${document?.actualName}`
  const files: SampleChange['files'] = (all) => {
    expect(all.some((file) => file.path === path)).toBe(true)
    return all.map((file) => (file.path === path ? { path, content } : file))
  }
  const asPdf: SampleChange['subject'] = (subject) => ({
    ...change.subject?.(subject),
    examine: async () => ({ id: 'pdf', mediaType: 'application/pdf', extension: 'pdf' }),
  })
  const report = await inspectPackage(await sealSample(sample, signer, { files, subject: asPdf }), dat70Gd, [fixity])
  const item = report.items.find(({ rule }) => rule === 'GD-1-1')
  if (item === undefined) throw new Error('the report has no GD-1-1')
  return item
}

const signedBy = (one: TestParty, subFilter?: string) =>
  makeSignedPdf((covered) => signDetached(covered, at, signerOf(one)), subFilter === undefined ? {} : { subFilter })

function texts({ evidence }: ReportItem): string {
  return evidence.map(({ found }) => found).join('\n')
}

test('SIG-05 records result, signer, serial, algorithm, time, trust and revocation of a signature', async () => {
  const item = await inspectWith('结果文件', await signedBy(party))
  expect(item.outcome).toBe('PASS')
  expect(item.evidence).toHaveLength(2)
  const found = item.evidence[1]?.found ?? ''
  expect(item.evidence[1]?.location).toMatch(/^结果文件\/.*（对象 4）$/)
  expect(found).toMatch(
    /^PDF 电子签名验证有效；签名者 C=CN, O=测试, CN=审批人；颁发者 .*CN=审批人；证书序列号 [0-9a-f]{32}；/,
  )
  expect(found).toContain('算法 RSA-2048 SHA-256；签名时间（签名者自称） 2026-01-02 11:04:05；')
  expect(found).toContain('签名者身份未经证明：未配置信任锚 (signer not vouched for)；证书吊销状态未查询')
})

test('SIG-06 an invalid signature on a result file fails', async () => {
  const item = await inspectWith('结果文件', await signedBy(expired))
  expect(item.outcome).toBe('FAIL')
  expect(item.evidence).toHaveLength(1)
  expect(texts(item)).toContain('PDF 电子签名无效；签名者证书有效期：')
})

test("SIG-06 an invalid signature on an applicant's file is a recorded warning", async () => {
  const item = await inspectWith('申报文件', await signedBy(expired))
  expect(item.outcome).toBe('PASS')
  expect(texts(item)).toContain('警告 (warning)：PDF 电子签名无效；签名者证书有效期：')
})

const wantingSignatures = approving((all) => all.map((one) => ({ ...one, signed: true })))

test('SIG-06 a result file that should be signed and is not fails', async () => {
  const item = await inspectWith('结果文件', makePdf(), wantingSignatures)
  expect(item.outcome).toBe('FAIL')
  expect(item.evidence).toMatchObject([{ expected: '应签章', found: '没有电子签名或电子印章 (no signature)' }])
})

test("SIG-06 an applicant's file that should be signed and is not is a recorded warning", async () => {
  const item = await inspectWith('结果文件', await signedBy(party), wantingSignatures)
  expect(item.outcome).toBe('PASS')
  expect(texts(item)).toContain('警告 (warning)：没有电子签名或电子印章 (no signature)')
})

test('a file without a signature that nobody asks for is no matter', async () => {
  const item = await inspectWith('结果文件', makePdf())
  expect(item.outcome).toBe('PASS')
  expect(item.evidence).toHaveLength(1)
})

test('a signature on a result file that cannot be verified waits for a person', async () => {
  const item = await inspectWith('结果文件', await signedBy(party, 'Vendor.Seal'))
  expect(item.outcome).toBe('MANUAL_REVIEW')
  expect(texts(item)).toContain('PDF 电子签名无法验证；签名算法：')
  const warned = await inspectWith('申报文件', await signedBy(party, 'Vendor.Seal'))
  expect(warned.outcome).toBe('PASS')
  expect(texts(warned)).toContain('警告 (warning)：PDF 电子签名无法验证')
})

test('a result file that was changed after its last signature waits for a person', async () => {
  const pdf = await signedBy(party)
  const later = addRevision(pdf, { 5: '<< /Type /Page >>' })
  const item = await inspectWith('结果文件', later)
  expect(item.outcome).toBe('MANUAL_REVIEW')
  expect(texts(item)).toContain(`签名之后增加而未被覆盖的字节 ${later.length - pdf.length}`)
})

test('a time stamp on the change does not make it signed, and alone it is no signature', async () => {
  const authority = makeSm2Party('时间戳', { timeStamping: true })
  const stamp = (covered: Buffer) => makeToken(authority, messageForms.gb35275, covered, at)
  const wishes = { subFilter: 'ETSI.RFC3161' }
  const item = await inspectWith('结果文件', await addSignature(await signedBy(party), stamp, wishes))
  expect(item.outcome).toBe('MANUAL_REVIEW')
  expect(item.evidence).toHaveLength(1)
  const stamped = await makeSignedPdf(stamp, wishes)
  expect((await inspectWith('结果文件', stamped)).outcome).toBe('PASS')
  expect((await inspectWith('结果文件', stamped, wantingSignatures)).outcome).toBe('FAIL')
})

test('a result file whose signatures cannot be searched waits for a person', async () => {
  const broken = Buffer.concat([await signedBy(party), Buffer.from('x')])
  const item = await inspectWith('结果文件', broken)
  expect(item.outcome).toBe('MANUAL_REVIEW')
})
