import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { attempt } from '#archive-schema/attempt.ts'
import { parseCaseFile } from '#archive-schema/case-file/parse-case-file.ts'
import { digestHex } from '#archive-schema/evidence/digest.ts'
import { inspectionStages } from '#archive-schema/inspection/inspection-stage.ts'
import type { RecordMetadata } from '#archive-schema/metadata/record-metadata.ts'
import { contentName } from '#pipelines/arrangement/content-name.ts'
import { makePdf, makeZip, ofdEntries, verdict } from '#pipelines/examination/content-trial.ts'
import type { CheckResult } from '#pipelines/inspection/check.ts'
import { inspectionChecks } from '#pipelines/inspection/checks.ts'
import {
  aboutCase,
  flipped,
  stocking,
  taking,
  withExplanation,
  withPhoneNumber,
} from '#pipelines/inspection/sample-changes-trial.ts'
import type { SampleChange } from '#pipelines/inspection/sealed-sample-trial.ts'
import { sampleCaseJson } from './sample-case-json.ts'
import { outcomesOf, prepareRecord, rulesWith, type SealedRecord } from './sealed-record.ts'

// Faults that were read in the code of other systems (NEG-01 to NEG-21): none of them can pass here. NEG-21 is about EEP
// packages, which this version neither writes nor reads; what it says of signatures is NEG-15.

let record: SealedRecord

beforeAll(async () => {
  record = await prepareRecord()
})
afterAll(() => record.close())

/** A change that fails the items which a check serves, at each of these stages, while the sample without it passes them. */
async function expectFailed(check: string, change: SampleChange, stages = inspectionStages.slice()): Promise<void> {
  for (const stage of stages) {
    const good = outcomesOf(await record.inspect(stage), check)
    expect([stage, ...outcomesOf(await record.inspect(stage, change), check)]).toEqual([
      stage,
      ...good.map(() => 'FAIL'),
    ])
    expect(new Set(good)).toEqual(new Set(['PASS']))
  }
}

test('NEG-01 one flipped byte of content fails the digests of file and package [FPC-22]', async () => {
  const change: SampleChange = { container: (bytes) => flipped(bytes, bytes.length >> 1) }
  await expectFailed('GD-1-1', change)
  await expectFailed('GD-1-14', change, ['gd', 'yj'])
  await expectFailed('BC/1-5', change, ['bc'])
})

test.for(inspectionStages)(
  'NEG-02 nothing passes unconditionally: without its checks %s passes no item',
  async (stage) => {
    expect(rulesWith(await record.inspect(stage, {}, []), 'PASS')).toEqual([])
  },
)

test('NEG-03 both ends of a length are compared', async () => {
  await expectFailed('GD-1-2', aboutCase({ remarks: '长'.repeat(1001) }))
  expect(outcomesOf(await record.inspect('gd', aboutCase({ remarks: '长'.repeat(1000) })), 'GD-1-2')).toEqual(['PASS'])
})

test.for(['20250001', '2025-01-01', '0'])(
  'NEG-04 a 业务流水号 that is %s is a text like any other',
  async (serialNumber) => {
    const report = await record.inspect('gd', aboutCase({ serialNumber }))
    expect(outcomesOf(report, 'GD-1-2', 'GD-1-3')).toEqual(['PASS', 'PASS'])
  },
)

test('NEG-05 a package of other bytes altogether has failed items, and all items', async () => {
  for (const stage of inspectionStages) {
    const report = await record.inspect(stage, { container: () => randomBytes(1000) })
    expect(rulesWith(report, 'FAIL').length).toBeGreaterThan(2)
    expect(report.items.length).toBe((await record.inspect(stage)).items.length)
  }
})

test('NEG-06 the tree is compared, not only looked up: a class folder that is missing fails', async () => {
  const [first] = record.sample.metadata.documents
  const folder = `${first?.folder}/`
  await expectFailed('GD-1-13', { files: (files) => files.filter(({ path }) => !path.startsWith(folder)) })
})

test('NEG-07 materials are counted: one more or less than was registered fails', async () => {
  for (const more of [1, -1]) {
    const change = stocking(({ materials }) => ({
      materials: materials.map((one) => ({ ...one, files: one.files + more })),
    }))
    await expectFailed('GD-2-7', change)
  }
})

test.for(['2019-47-23 09: 47:11', '2019-05-23 09: 47:11', '2019-05-23 9:47:11', '2019-05-23 24:00:00'])(
  'NEG-08 the time %s fails',
  (handedOverAt) => expectFailed('GD-1-3', aboutCase({ handedOverAt })),
)

test('NEG-09 honest packages that compress well pass, those that expand without end do not', async () => {
  const pages = Object.fromEntries(
    Array.from({ length: 40 }, (_, i) => [`Doc_0/Page_${i}.xml`, `<p>${'表格 '.repeat(9999)}</p>`]),
  )
  expect(await verdict('a.ofd', await makeZip({ ...ofdEntries, ...pages }))).toBe('ofd')
  expect(await verdict('a.zip', await makeZip({ '空白.txt': Buffer.alloc(9 * 2 ** 20) }))).toBe('LIMITS_EXPANSION')
  expect(await verdict('a.zip', await makeZip(pages), { limits: { maxEntries: 39 } })).toBe('LIMITS_EXPANSION')
})

test('NEG-10 the first duplicate of a stored number or identity fails at once', async () => {
  await expectFailed('GD-1-8', taking({ number: true }))
  await expectFailed('GD-1-8', taking({ identity: true }))
})

test('NEG-11 what was registered is compared with what came: one off in either fails', async () => {
  for (const more of [1, -1]) {
    await expectFailed(
      'GD-2-1',
      stocking(({ files }) => ({ files: files + more })),
      ['gd', 'yj'],
    )
    await expectFailed(
      'GD-2-2',
      stocking(({ bytes }) => ({ bytes: bytes + more })),
      ['gd', 'yj'],
    )
  }
})

test('NEG-12 a gap in the numbers fails', () => expectFailed('GD-2-6', taking({ gaps: [1] })))

test.for(['\ufffd\ufffd', '题\u0007名', '\uffff'])('NEG-13 the garbled value %j fails', (remarks) => {
  // Control characters and noncharacters cannot be written into XML at all: they are tried in the database only.
  const describe = (all: RecordMetadata) => ({ ...all, case: { ...all.case, remarks } })
  return expectFailed('GD-1-6', { described: describe })
})

test.for([null, undefined, { outcome: 'PASS' }, { outcome: 'PASS', evidence: [] }])(
  'NEG-14 a check that returns %j has not checked, and holds the record back',
  async (result) => {
    const checks = inspectionChecks.map(({ rule }) => ({ rule, check: () => result as CheckResult }))
    for (const stage of inspectionStages) {
      const report = await record.inspect(stage, {}, checks)
      expect(rulesWith(report, 'PASS')).toEqual([])
      expect(report.outcome).toBe('NOT_CHECKED')
    }
  },
)

test('NEG-15 a digest of the statement is no signature', async () => {
  for (const algorithm of ['sha256', 'sm3'] as const)
    await expectFailed('GD-1-1', {
      evidence: (evidence) => ({ ...evidence, signature: Buffer.from(digestHex(algorithm, evidence.statement)) }),
    })
})

test.for([
  [1, '0001'],
  [10, '0010'],
  [100, '0100'],
  [1000, '1000'],
] as const)('NEG-16 file %i is numbered %s', ([sequence, number]) => {
  expect(contentName(sequence, '申请表', 'pdf')).toBe(`${number}_申请表.pdf`)
})

test('NEG-17 bytes decide the format, however the extension is written', async () => {
  const pdf = makePdf()
  for (const name of ['a.pdf', 'a.PDF', 'a.Pdf']) {
    expect(await verdict(name, pdf)).toBe('pdf')
    expect(await verdict(name, Buffer.from('MZ\u0090\u0000 no PDF at all'))).toMatch(/^FORMATS_/)
  }
  expect(await verdict('a.Jpg', pdf)).toBe('FORMATS_MISMATCH')
})

test.for(['2019-47-23T09:47:11+08:00', '2019-05-23 09:47:11', '', null, 0])(
  'NEG-18 a 数据交换时间 of %j is refused, and none is made up',
  async (exportedAt) => {
    const good = await sampleCaseJson('06-employment-registration-instant')
    expect(await attempt(() => parseCaseFile(encoded(good)))).toHaveProperty('value')
    const bad = { ...good, source: { ...good['source'], exportedAt } }
    expect(await attempt(() => parseCaseFile(encoded(bad)))).toMatchObject({ refusal: { code: 'SCHEMA_INVALID' } })
  },
)

test.for(['mobile', 'phone', 'projectpassword'])('NEG-19 %s never reaches a package', async (name) => {
  const good = await sampleCaseJson('06-employment-registration-instant')
  const [first = {}] = good['applicants'] as unknown as readonly object[]
  const bad = { ...good, applicants: [{ ...first, [name]: '13900000000' }] }
  expect(await attempt(() => parseCaseFile(encoded(bad)))).toMatchObject({ refusal: { code: 'SCHEMA_INVALID' } })
  await expectFailed('GD-2-3', { described: withPhoneNumber })
})

test('NEG-20 a download address is no software environment [FPC-22]', async () => {
  const of = (softwareEnvironment: string): SampleChange => ({
    metadata: (all) => withExplanation(all, { softwareEnvironment }),
  })
  expect(outcomesOf(await record.inspect('gd', of('麒麟 V10，WPS 2019')), 'GD-1-3')).toEqual(['PASS'])
  await expectFailed('GD-1-3', of('https://example.gov.cn/download?id=1'))
})

function encoded(caseJson: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(caseJson))
}
