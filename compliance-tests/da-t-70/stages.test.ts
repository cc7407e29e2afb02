import { afterAll, beforeAll, expect, test } from 'vitest'
import { inspectionProfiles } from '#archive-schema/inspection/inspection-profiles.ts'
import { blockingItems } from '#archive-schema/inspection/inspection-report.ts'
import { type InspectionStage, inspectionStages } from '#archive-schema/inspection/inspection-stage.ts'
import type { Check, CheckResult } from '#pipelines/inspection/check.ts'
import { inspectionChecks } from '#pipelines/inspection/checks.ts'
import {
  aboutCase,
  aboutDocument,
  flipped,
  refusingContent,
  removing,
  stocking,
  taking,
} from '#pipelines/inspection/sample-changes-trial.ts'
import { type SampleChange, sealSample } from '#pipelines/inspection/sealed-sample-trial.ts'
import { openPackage } from '#storage/packages/package-reader.ts'
import { outcomesOf, prepareRecord, rulesWith, type SealedRecord } from './sealed-record.ts'

let record: SealedRecord

beforeAll(async () => {
  record = await prepareRecord()
})
afterAll(() => record.close())

/** What guards the bytes at a stage. */
const identity = { gd: 'GD-1-14', yj: 'GD-1-14', bc: 'BC/1-5' } as const satisfies Record<InspectionStage, string>

test.for(inspectionStages)('a good record fails nothing at %s, and every item is reported once', async (stage) => {
  const report = await record.inspect(stage)
  expect(rulesWith(report, 'FAIL')).toEqual([])
  expect(report.items).toHaveLength(inspectionProfiles[stage].items.length)
  expect(blockingItems(report).filter(({ outcome }) => outcome !== 'MANUAL_REVIEW')).toEqual([])
})

test.for(inspectionStages)('FPC-01 one flipped byte in any file of the package fails at %s', async (stage) => {
  const { container } = await sealSample(record.sample, record.signer)
  const { entries } = await openPackage(container, 'sample.zip')
  expect(entries.length).toBeGreaterThan(7)
  for (const { path, dataOffset, bytes } of entries) {
    const report = await record.inspect(stage, { container: (whole) => flipped(whole, dataOffset + (bytes >> 1)) })
    expect([path, ...outcomesOf(report, 'GD-1-1', identity[stage])]).toEqual([path, 'FAIL', 'FAIL'])
    expect(report.outcome).toBe('FAIL')
  }
})

test.for<[string, SampleChange, string]>([
  ['one file more', stocking(({ files }) => ({ files: files + 1 })), 'GD-2-1'],
  ['one file less', stocking(({ files }) => ({ files: files - 1 })), 'GD-2-1'],
  ['one byte more', stocking(({ bytes }) => ({ bytes: bytes + 1 })), 'GD-2-2'],
  ['one byte less', stocking(({ bytes }) => ({ bytes: bytes - 1 })), 'GD-2-2'],
])('FPC-02 %s registered than there is fails', async ([, change, check]) => {
  for (const stage of ['gd', 'yj'] as const)
    expect(outcomesOf(await record.inspect(stage, change), check)).toEqual(['FAIL'])
})

test('FPC-02 a count in the metadata that is not that of the files fails at 长期保存', async () => {
  expect(outcomesOf(await record.inspect('bc', aboutCase({ documentCount: '4' })), 'GD-2-11')).toEqual(['FAIL'])
})

const withCheck = (rule: string, check: Check['check']) =>
  inspectionChecks.map((one) => (one.rule === rule ? { rule, check } : one))

test.for<[CheckResult['outcome'], CheckResult['outcome']]>([
  ['PASS', 'PASS'],
  ['NOT_APPLICABLE', 'PASS'],
  ['FAIL', 'FAIL'],
  ['MANUAL_REVIEW', 'MANUAL_REVIEW'],
  ['NOT_CHECKED', 'NOT_CHECKED'],
])('FPC-04 with a blocking item that is %s the record is %s', async ([outcome, conclusion]) => {
  const result = () => ({ outcome, evidence: [{ found: 'seen' }] })
  expect(await record.inspect('gd', {}, withCheck('GD-3-4', result))).toMatchObject({ outcome: conclusion })
})

test.for(inspectionStages)('FPC-06 a check that throws or gives nothing is NOT_CHECKED at %s', async (stage) => {
  const broken = [() => Promise.reject(new Error('disk on fire')), () => null as unknown as CheckResult]
  for (const check of broken) {
    const report = await record.inspect(stage, {}, withCheck('GD-3-4', check))
    expect(outcomesOf(report, 'GD-3-4')).toEqual(['NOT_CHECKED'])
    expect(report.outcome).toBe('NOT_CHECKED')
  }
})

test.for(inspectionStages)('FPC-07 no item passes without evidence at %s', async (stage) => {
  const silent = inspectionChecks.map(({ rule }) => ({
    rule,
    check: () => ({ outcome: 'PASS', evidence: [] }) as const,
  }))
  expect(rulesWith(await record.inspect(stage, {}, silent), 'PASS')).toEqual([])
  const good = await record.inspect(stage)
  for (const { evidence } of good.items) expect(Object.values(evidence[0] ?? {}).join('')).toMatch(/./)
})

test.for<[string, SampleChange]>([
  ['a gap in the sequence', taking({ gaps: [3] })],
  ['a document number that is not the next', aboutDocument({ number: '0003' })],
  ['a sequence that does not start at 1', aboutDocument({ number: '0000' })],
])('FPC-10 %s fails at every stage', async ([, change]) => {
  for (const stage of inspectionStages)
    expect(outcomesOf(await record.inspect(stage, change), 'GD-2-6')).toEqual(['FAIL'])
})

test('FPC-11 what the intake refuses as hostile fails the usability of the package at 归档 and 移交', async () => {
  for (const code of ['FORMATS_ENCRYPTED', 'LIMITS_EXPANSION', 'ACTIVE-CONTENT_SCRIPT', 'FORMATS_EXECUTABLE'] as const)
    for (const stage of ['gd', 'yj'] as const)
      expect(outcomesOf(await record.inspect(stage, refusingContent(code)), 'GD-3-8')).toEqual(['FAIL'])
})

test.for(inspectionStages)('FPC-18 an unreadable package fails at %s, with every item in the report', async (stage) => {
  const report = await record.inspect(stage, { container: (bytes) => bytes.subarray(0, bytes.length - 1) })
  expect(report.items).toHaveLength(inspectionProfiles[stage].items.length)
  expect(outcomesOf(report, 'GD-3-1', 'GD-3-8', identity[stage])).toEqual(['FAIL', 'FAIL', 'FAIL'])
  expect(report.outcome).toBe('FAIL')
})

test('FPC-21 a record without one of its content files fails at every stage', async () => {
  const [first] = record.sample.metadata.documents
  for (const stage of inspectionStages) {
    const report = await record.inspect(stage, { files: removing(`${first?.folder}/${first?.actualName}`) })
    expect(outcomesOf(report, 'GD-2-7')).toEqual(['FAIL'])
  }
})
