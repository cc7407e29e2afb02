import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demandValue } from '#archive-schema/attempt.ts'
import { digestHex } from '#archive-schema/evidence/digest.ts'
import type { Outcome } from '#archive-schema/finding.ts'
import { dat70Gd } from '#archive-schema/inspection/dat70-gd.ts'
import { ruleOf } from '#archive-schema/inspection/inspection-profile.ts'
import { inspectionProfiles } from '#archive-schema/inspection/inspection-profiles.ts'
import type { InspectionReport } from '#archive-schema/inspection/inspection-report.ts'
import { type OpenedSigner, openSigner } from '#storage/keys/open-signer.ts'
import { inspectPackage } from './inspect-package.ts'
import {
  aboutCase,
  aboutDocument,
  adding,
  approving,
  flipped,
  flippingEvidence,
  refusingContent,
  removing,
  replacing,
  sentBy,
  stocking,
  taking,
  withCaseValues,
  withExplanation,
  withOnePlace,
  withOpenSuspension,
  withoutResults,
  withPhoneNumber,
  withStepTime,
  withTwoEnds,
} from './sample-changes-trial.ts'
import { readSample, type Sample, type SampleChange, sealSample } from './sealed-sample-trial.ts'
import { trialMarker } from './virus-scanner-trial.ts'

const laterStages = [inspectionProfiles.yj, inspectionProfiles.bc]

let folder: string
let signer: OpenedSigner
let stranger: OpenedSigner
let sample: Sample

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inspection-checks-'))
  signer = await openKeys('own')
  stranger = await openKeys('other')
  sample = await readSample('06-employment-registration-instant')
})

afterAll(() => rm(folder, { recursive: true }))

function openKeys(name: string): Promise<OpenedSigner> {
  return openSigner({ dataDir: join(folder, name), algorithm: 'ecdsa-p256', now: new Date() })
}

async function inspect(change: SampleChange): Promise<InspectionReport> {
  return inspectPackage(await sealSample(sample, signer, change), dat70Gd)
}

function rulesWith(report: InspectionReport, outcome: Outcome): readonly string[] {
  return report.items.filter((item) => item.blocking && item.outcome === outcome).map(({ rule }) => rule)
}

const processFile = '流程信息元数据.xml'
const materialsFile = '归档材料目录.xml'
const checksumsFile = '校验信息.xml'

/** 劳动合同 as the metadata tell it where it was left on paper. */
const paper = {
  number: '2',
  folder: '申报文件',
  typeCode: 'A',
  name: '劳动合同',
  basis: '某法第一条',
  place: '库房',
  files: '1',
}

const scanResolution = 'gd.usability.scan-resolution'
const sendingSystem = 'gd.authenticity.sending-system'
const coarse = { originalForm: '纸质', resolution: '150', colourMode: '彩色', pages: '1' }

/** What is wrong, the change that makes it so, the items that must fail. */
const rows: readonly (readonly [string, SampleChange, ...string[]])[] = [
  ['a statement with another byte', { evidence: flippingEvidence('statement') }, 'GD-1-1'],
  ['a signature with another byte', { evidence: flippingEvidence('signature') }, 'GD-1-1'],
  ['an SM2 signature with another byte', { evidence: flippingEvidence('signatureSm2') }, 'GD-1-1'],
  ['a SHA-256 manifest with another byte', { evidence: flippingEvidence('manifestSha256') }, 'GD-1-1'],
  ['an SM3 manifest with another byte', { evidence: flippingEvidence('manifestSm3') }, 'GD-1-1'],
  ['another digest in 校验信息', { listed: replacing(checksumsFile, /[0-9a-f]{64}/, '0'.repeat(64)) }, 'GD-1-1'],
  ['校验信息 with a file twice', { listed: replacing(checksumsFile, /<file>.*?<\/file>/s, '$&$&') }, 'GD-1-1'],
  ['an element longer than allowed', aboutCase({ remarks: '长'.repeat(1001) }), 'GD-1-2'],
  ['a date that no calendar has', aboutCase({ promisedBy: '2025-02-30' }), 'GD-1-3'],
  ['a time in the form of an old program', aboutCase({ handedOverAt: '2019-05-23 09: 47:11' }), 'GD-1-3'],
  ['a value outside its list', aboutCase({ itemType: '行政指导' }), 'GD-1-4'],
  ['a title that is not that of the case', aboutCase({ title: '另一件' }), 'GD-1-5'],
  ['a credit code with a wrong check character', aboutCase({ creditCode: '11430190448032174A' }), 'GD-1-5'],
  ['a step after 办结', { metadata: (all) => withStepTime(all, 1, '2026-11-19 00:00:00') }, 'GD-1-5'],
  ['a value with lost characters', aboutCase({ remarks: '\ufffd\ufffd' }), 'GD-1-6'],
  ['a region that is not that of the number', aboutCase({ regionCode: '430199' }), 'GD-1-7'],
  ['a 档号 without its form', aboutCase({ archivalCode: '0142・2025' }), 'GD-1-7'],
  ['a 档号 of another fonds', aboutCase({ archivalCode: '0000-ZY·ZW·2025·D10·432014031001-0001' }), 'GD-1-7'],
  ['a number that is taken [MET-07]', taking({ number: true }), 'GD-1-8'],
  ['an identity that is taken', taking({ identity: true }), 'GD-1-8'],
  ['two documents at one place [MET-07]', { metadata: withOnePlace }, 'GD-1-8', 'GD-1-10'],
  ['a format version that is not that of the bytes', aboutDocument({ formatVersion: '2.0' }), 'GD-1-10'],
  ['a size that is not that of the bytes [MET-32]', aboutDocument({ bytes: '1' }), 'GD-1-10'],
  ['a digest that is missing', aboutDocument({ digests: [{ algorithm: 'SM3', value: '0' }] }), 'GD-1-3', 'GD-1-10'],
  ['a file name that is not that of the file [MET-32]', aboutDocument({ computerFileName: '别名' }), 'GD-1-10'],
  ['a document at another place', aboutDocument({ actualName: '0001_别处.pdf' }), 'GD-1-11', 'GD-2-7'],
  ['another metadata profile', { metadata: (all) => withExplanation(all, { profileVersion: '0' }) }, 'GD-1-12'],
  [
    'a list that names a material otherwise [FPC-20]',
    { files: replacing(materialsFile, '就业登记申请表<', '表<') },
    'GD-1-12',
  ],
  ['a file beside the prescribed ones [PKG-12]', { files: adding('Thumbs.db') }, 'GD-1-13'],
  ['a folder that the profile does not know [PKG-12, FPC-20]', { files: adding('其他/1.txt') }, 'GD-1-13'],
  ['a root folder of another name', { root: '430190-0142' }, 'GD-1-13'],
  ['another registered digest', { subject: ({ sealed }) => ({ sealed: { ...sealed, sha256: '00' } }) }, 'GD-1-14'],
  ['a file more registered', stocking(({ files }) => ({ files: files + 1 })), 'GD-2-1'],
  ['a byte less registered', stocking(({ bytes }) => ({ bytes: bytes - 1 })), 'GD-2-2'],
  ['a project without code and name', aboutCase({ isProject: '是' }), 'GD-2-3'],
  ['an element that no profile knows', { described: withPhoneNumber }, 'GD-2-3'],
  ['no process', { metadata: (all) => ({ ...all, process: [] }) }, 'GD-2-3', 'GD-2-5'],
  ['no unit', aboutCase({ fondsConstitutingUnit: undefined }), 'GD-2-4'],
  ['a unit of blanks', aboutCase({ fondsConstitutingUnit: '\u3000' }), 'GD-2-4'],
  ['a process without an end', { metadata: (all) => ({ ...all, process: all.process.slice(0, -1) }) }, 'GD-2-5'],
  ['a process that ends twice', { metadata: withTwoEnds }, 'GD-2-5'],
  ['a process that ends while it is suspended', { metadata: withOpenSuspension }, 'GD-2-5'],
  ['a gap in the sequence [FPC-10]', taking({ gaps: [3] }), 'GD-2-6'],
  ['a document number that is not the next [FPC-10]', aboutDocument({ number: '0002' }), 'GD-2-6'],
  ['a material with a file more', stocking(({ materials }) => ({ materials: materials.map(withOneMore) })), 'GD-2-7'],
  ['an item version that was not approved', aboutCase({ itemVersion: '0' }), 'GD-2-9'],
  ['another approval', aboutCase({ scopeTableApprovalNumber: '无' }), 'GD-2-9'],
  ['a required material that is not there', approving((all) => all.map((one) => ({ ...one, name: '无' }))), 'GD-2-9'],
  ['materials in other classes', approving((all) => all.map((one) => ({ ...one, code: 'B5' }))), 'GD-2-9'],
  ['a material that a closed item does not name', withoutResults('不接收'), 'GD-2-9'],
  ['a material on paper without a law [PRC-02]', aboutCase({ paperMaterials: [paper] }), 'GD-2-9'],
  ['a database that says more', { described: (all) => withCaseValues(all, { remarks: '补记' }) }, 'GD-2-10'],
  ['a count that is not that of the files [PKG-08]', aboutCase({ documentCount: '4' }), 'GD-2-11'],
  ['content of no known format', refusingContent('FORMATS_UNKNOWN'), 'GD-3-3'],
  ['content that is not what its name says', refusingContent('FORMATS_MISMATCH'), 'GD-3-3'],
  ['content that is damaged', refusingContent('FORMATS_DAMAGED'), 'GD-3-4'],
  ['content without a byte [PKG-11]', refusingContent('FORMATS_EMPTY'), 'GD-3-4'],
  ['content that is encrypted', refusingContent('FORMATS_ENCRYPTED'), 'GD-3-8'],
  ['content that acts', refusingContent('ACTIVE-CONTENT_SCRIPT'), 'GD-3-8'],
  ['content that expands without end', refusingContent('LIMITS_EXPANSION'), 'GD-3-8'],
  ['a page count that is not that of the file [MET-31]', aboutDocument({ pageCount: '3' }), 'GD-1-10'],
  ['a scan that is registered below 200 dpi [FMT-04]', aboutDocument({ digitisation: coarse }), scanResolution],
  ['a hand-over from a system that is not registered [PRC-22]', sentBy({ systemCode: 'ZWFW-999999' }), sendingSystem],
  ['a registered code under another name', sentBy({ systemName: '某系统' }), sendingSystem],
  ['a hand-over by nobody', sentBy({ exportedBy: { name: '　', id: '1' } }), sendingSystem],
  ['a virus', aboutCase({ remarks: trialMarker }), 'GD-4-2'],
]

test.for(rows)('%s fails the items that it is a matter of, at every stage', async ([, change, ...fails]) => {
  const subject = await sealSample(sample, signer, change)
  const report = await inspectPackage(subject, dat70Gd)
  expect(rulesWith(report, 'FAIL')).toEqual(fails)
  expect(rulesWith(report, 'NOT_CHECKED')).toEqual([])
  expect(report.outcome).toBe('FAIL')
  for (const profile of laterStages) {
    const later = await inspectPackage(subject, profile)
    const served = profile.items.filter(({ check }) => check !== undefined && fails.includes(check))
    expect(rulesWith(later, 'FAIL')).toEqual(served.map(ruleOf))
    expect(rulesWith(later, 'NOT_CHECKED')).toEqual([])
  }
})

test('a material that the item does not name is left to a person where the item says so', async () => {
  const report = await inspect(withoutResults('复核'))
  expect(rulesWith(report, 'MANUAL_REVIEW')).toEqual(['GD-2-9'])
  expect(rulesWith(report, 'FAIL')).toEqual([])
  expect(report.items.find(({ rule }) => rule === 'GD-2-9')?.evidence).toContainEqual(
    expect.objectContaining({ found: '就业登记告知单' }),
  )
})

function withOneMore<Material extends { readonly files: number }>(material: Material): Material {
  return { ...material, files: material.files + 1 }
}

test('every item that has a check is failed by one of these changes or by the next tests', () => {
  const failed = new Set(rows.flatMap(([, , ...fails]) => fails))
  const blocking = dat70Gd.items.filter((item) => item.blocking).map(ruleOf)
  expect(blocking.filter((code) => !failed.has(code))).toEqual([
    'GD-3-1',
    'GD-3-2',
    'GD-4-1',
    'gd.usability.ofd-archive',
  ])
})

test('every check that serves an item of a later stage is failed here, or has a test of its own', () => {
  const failed = new Set(rows.flatMap(([, , ...fails]) => fails))
  const serving = laterStages.flatMap(({ items }) =>
    items.flatMap(({ blocking, check }) => (blocking ? (check ?? []) : [])),
  )
  expect(new Set(serving.filter((check) => !failed.has(check)))).toEqual(
    new Set(['GD-3-1', 'GD-3-2', 'BC/1-5', 'GD-4-1']),
  )
})

test('a case that was given up while it was suspended passes GD-2-5', async () => {
  const report = await inspect({ metadata: (all) => withCaseValues(withOpenSuspension(all), { result: '撤回' }) })
  expect(report.items.find(({ rule }) => rule === 'GD-2-5')?.outcome).toBe('PASS')
})

test('a metadata file that cannot be read fails GD-3-1, and what depends on it is not checked', async () => {
  const report = await inspect({ files: replacing(materialsFile, '</material', '<material') })
  expect(rulesWith(report, 'FAIL')).toEqual(['GD-3-1'])
  expect(rulesWith(report, 'NOT_CHECKED')).toEqual(['GD-1-12', 'GD-2-11'])
})

test('a metadata file that is missing fails the tree too', async () => {
  const report = await inspect({ files: removing(processFile) })
  expect(rulesWith(report, 'FAIL')).toEqual(['GD-1-13', 'GD-3-1'])
  expect(report.outcome).toBe('FAIL')
})

test('metadata of another record in the database fail GD-3-2 and whatever compares them', async () => {
  const other = '430190-0142-432014031001-2025-D10-000002'
  const report = await inspect({ described: (all) => withExplanation(all, { electronicRecordCode: other }) })
  expect(rulesWith(report, 'FAIL')).toEqual(['GD-1-12', 'GD-2-10', 'GD-3-2'])
})

test('a number without the form of one fails GD-1-7 and whatever names the record', async () => {
  const report = await inspect({ subject: () => ({ number: 'ZW-1' }) })
  expect(rulesWith(report, 'FAIL')).toEqual(['GD-1-1', 'GD-1-7', 'GD-1-12', 'GD-1-13', 'GD-3-2'])
})

test('evidence by a signer who is not trusted fails GD-1-1', async () => {
  const foreign = await sealSample(sample, stranger)
  const report = await inspect({ evidence: () => demandValue(foreign.evidence) })
  expect(rulesWith(report, 'FAIL')).toEqual(['GD-1-1'])
  expect(report.items[0]?.evidence.map(({ location }) => location)).toEqual(['statement.p7s', 'statement-sm2.p7s'])
})

test('a record of before, which nobody signed by SM2, has no fault for that', async () => {
  const report = await inspect({ evidence: ({ signatureSm2: _, ...evidence }) => evidence })
  expect(report.items[0]).toMatchObject({ rule: 'GD-1-1', outcome: 'PASS' })
  expect(report.items[0]?.evidence[0]?.location).not.toContain('statement-sm2.p7s')
})

test('evidence and number of another record fail GD-1-1, however well signed', async () => {
  const other = await readSample('03-advert-not-accepted')
  const { evidence } = await sealSample(other, signer)
  const report = await inspect({ evidence: () => demandValue(evidence) })
  expect(rulesWith(report, 'FAIL')).toEqual(['GD-1-1'])
})

test('a package that was sealed and archived in the future fails', async () => {
  const report = await inspect({ subject: ({ at }) => ({ at: new Date(at.getTime() - 3_600_000) }) })
  expect(rulesWith(report, 'FAIL')).toEqual(['GD-1-1', 'GD-1-5'])
})

test('a content file that is missing fails everything that counts on it', async () => {
  const [first] = sample.metadata.documents
  const report = await inspect({ files: removing(`${first?.folder}/${first?.actualName}`) })
  expect(rulesWith(report, 'FAIL')).toEqual(['GD-1-11', 'GD-2-1', 'GD-2-2', 'GD-2-7', 'GD-2-11'])
})

test('one flipped byte of content fails GD-1-1, GD-1-10 and GD-1-14', async () => {
  const report = await inspect({
    container: (bytes) => flipped(bytes, Math.floor(bytes.length / 2)),
    subject: () => ({ examine: async () => ({ id: 'pdf', mediaType: 'application/pdf', extension: 'pdf' }) }),
  })
  expect(rulesWith(report, 'FAIL')).toEqual(['GD-1-1', 'GD-1-10', 'GD-1-14'])
})

test('a package that cannot be opened fails and passes nothing that speaks of it', async () => {
  const report = await inspect({ container: (bytes) => bytes.subarray(0, bytes.length - 1) })
  expect(rulesWith(report, 'FAIL')).toEqual(['GD-1-13', 'GD-1-14', 'GD-3-1', 'GD-3-8'])
  expect(rulesWith(report, 'PASS')).toEqual(['GD-3-2', 'GD-4-1', sendingSystem])
  expect(report.outcome).toBe('FAIL')
})

test('the evidence of a good package is enough to follow the verdict', async () => {
  const subject = await sealSample(sample, signer)
  const report = await inspectPackage(subject, dat70Gd)
  const bytes = await subject.container.read(0, subject.container.bytes)
  const found = (rule: string) => report.items.find((item) => item.rule === rule)?.evidence[0]?.found
  expect(found('GD-1-14')).toBe(`${bytes.length} 字节，SHA-256 ${digestHex('sha256', bytes)}`)
  expect(found('GD-2-1')).toBe('登记 3，实有 3')
  expect(found('GD-1-1')).toContain('8 个文件的 SHA-256 和 SM3 相符；签名有效（ecdsa-p256-sha256')
})
