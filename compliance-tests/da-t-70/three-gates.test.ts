import { afterAll, beforeAll, expect, test } from 'vitest'
import { type GateName, gateNames } from '#archive-schema/inspection/gates.ts'
import { inspectionStages } from '#archive-schema/inspection/inspection-stage.ts'
import { reportFile, writeReportXml } from '#archive-schema/inspection/report-xml.ts'
import { readXml } from '#archive-schema/xml/read-xml.ts'
import {
  aboutCase,
  approving,
  flippingEvidence,
  sentBy,
  withOpenSuspension,
  withStepTime,
} from '#pipelines/inspection/sample-changes-trial.ts'
import type { SampleChange } from '#pipelines/inspection/sealed-sample-trial.ts'
import { reportPage } from '#services/reports/report-page.ts'
import { prepareRecord, type SealedRecord } from './sealed-record.ts'

let sealed: SealedRecord

beforeAll(async () => {
  sealed = await prepareRecord()
})
afterAll(() => sealed.close())

/** What is wrong, the gate that it fails, the item that says so. */
const faults: readonly (readonly [string, SampleChange, GateName, string])[] = [
  ['a sending system that is not registered', sentBy({ systemCode: 'ZWFW-999999' }), '来源可靠', 'sending-system'],
  ['a signature with another byte', { evidence: flippingEvidence('signature') }, '来源可靠', 'GD-1-1'],
  ['an open 挂起', { metadata: withOpenSuspension }, '程序规范', 'GD-2-5'],
  [
    'a process without an end',
    { metadata: (all) => ({ ...all, process: all.process.slice(0, -1) }) },
    '程序规范',
    'GD-2-5',
  ],
  ['a step after 办结', { metadata: (all) => withStepTime(all, 1, '2026-11-19 00:00:00') }, '程序规范', 'GD-1-5'],
  ['a mandatory element that is missing', aboutCase({ fondsConstitutingUnit: undefined }), '要素合规', 'GD-2-4'],
  ['a material without its file', approving((all) => all.map((one) => ({ ...one, name: '无' }))), '要素合规', 'GD-2-9'],
]

test('PRC-21 a good record passes the three gates of the law', async () => {
  const { gates } = await sealed.inspect('gd')
  expect(gates.map(({ gate, outcome }) => [gate, outcome])).toEqual(gateNames.map((gate) => [gate, 'PASS']))
})

test.for(faults)('PRC-21 %s fails a gate, which JSON, XML and HTML name', async ([, change, gate, rule]) => {
  const report = await sealed.inspect('gd', change)
  const failed = report.gates.filter(({ outcome }) => outcome === 'FAIL')
  expect(failed.map((one) => one.gate)).toContain(gate)
  const failing = report.items
    .filter((item) => item.outcome === 'FAIL' && item.rule.endsWith(rule))
    .map((item) => item.rule)
  expect(failing).toHaveLength(1)
  expect(failed.find((one) => one.gate === gate)?.rules).toEqual(expect.arrayContaining(failing))

  const { gates } = readXml('title', reportFile, writeReportXml(report))
  expect(gates).toEqual(report.gates)

  const page = String(reportPage({ report, record: { archivalCode: '1', title: '题名', unit: '单位' } }))
  const [, row = ''] = new RegExp(`<tr><td><b>${gate}</b>(.*?)</tr>`, 's').exec(page) ?? []
  expect(row).toContain('class="outcome FAIL"')
  expect(row).toContain(`<code>${failing[0]}</code>`)
})

test.for([
  ['来源可靠', faults[1]?.[1]],
  ['程序规范', faults[4]?.[1]],
  ['要素合规', faults[5]?.[1]],
] as const)('PRC-21 %s is judged at every stage, and fails alone', async ([gate, change = {}]) => {
  for (const stage of inspectionStages) {
    const { gates } = await sealed.inspect(stage, change)
    expect([stage, gates.filter(({ outcome }) => outcome === 'FAIL').map((one) => one.gate)]).toEqual([stage, [gate]])
  }
})

test('PRC-21 what was not checked passes no gate', async () => {
  for (const stage of inspectionStages) {
    const { gates } = await sealed.inspect(stage, {}, [])
    expect(gates.map(({ outcome }) => outcome)).toEqual(['NOT_CHECKED', 'NOT_CHECKED', 'NOT_CHECKED'])
  }
})
