import { chmod, copyFile, mkdtemp, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { InspectionReport } from '#archive-schema/inspection/inspection-report.ts'
import { type InspectionStage, inspectionStages } from '#archive-schema/inspection/inspection-stage.ts'
import { inspectStored } from '#services/access/inspect-stored.ts'
import { requireRecord } from '#services/access/require-record.ts'
import type { PreservedRecord } from '#storage/catalogue/records.ts'
import { jsonLines, runCommand } from '../durability/command.ts'
import { openTestArchive, samples, type TestArchive } from '../stack/test-archive.ts'
import { outcomesOf, rulesWith } from './sealed-record.ts'

let archive: TestArchive
let record: PreservedRecord
let other: PreservedRecord
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inspection-reports-'))
  archive = await openTestArchive()
  const names = ['03-advert-not-accepted', '06-employment-registration-instant']
  const outcomes = await archive.capture(...names.map((name) => join(samples, 'accepted', name)))
  const [first, second] = await Promise.all(outcomes.map(({ number = '' }) => requireRecord(archive.catalogue, number)))
  if (first === undefined || second === undefined) throw new Error('the samples were not archived')
  record = first
  other = second
})
afterAll(async () => {
  await archive.close()
  await rm(folder, { recursive: true })
})

test.for<[InspectionStage, string]>([
  ['gd', 'PASS'],
  ['yj', 'MANUAL_REVIEW'],
  ['bc', 'PASS'],
])('a stored record at %s is %s, by a complete report', async ([stage, outcome]) => {
  const report = InspectionReport.parse(await inspectStored(archive, record, stage))
  expect(report).toMatchObject({ stage, outcome, target: record.packageFixity, tool: { version: expect.any(String) } })
  expect(rulesWith(report, 'FAIL')).toEqual([])
})

/** Lets `damage` loose on the file of an object, inspects, and puts it right again. */
async function inspectDamaged(
  object: 'package' | 'evidence',
  stage: InspectionStage,
  damage: (path: string) => Promise<void>,
): Promise<InspectionReport> {
  const path = pathOf(record, object)
  const bytes = await readFile(path)
  await rename(path, `${path}.kept`)
  await writeFile(path, bytes)
  await chmod(path, 0o644)
  try {
    await damage(path)
    return await inspectStored(archive, record, stage)
  } finally {
    await rename(`${path}.kept`, path)
  }
}

test.for(inspectionStages)('FPC-18 a package that is gone from the store fails at %s, in a report', async (stage) => {
  const report = await inspectDamaged('package', stage, unlink)
  expect(report.outcome).toBe('FAIL')
  expect(outcomesOf(report, stage === 'bc' ? 'BC/1-5' : 'GD-1-14', 'GD-3-8')).toEqual(['FAIL', 'FAIL'])
})

test.for<[string, (path: string) => Promise<void>]>([
  ['gone', unlink],
  ['no evidence at all', (path) => writeFile(path, 'x'.repeat(2048))],
  ['that of another record', (path) => copyFile(pathOf(other, 'evidence'), path)],
])('FPC-18 evidence that is %s fails at every stage, in a report', async ([, damage]) => {
  for (const stage of inspectionStages) {
    const report = await inspectDamaged('evidence', stage, damage)
    expect(outcomesOf(report, 'GD-1-1')).toEqual(['FAIL'])
    expect(outcomesOf(report, 'BC/1-5')).toEqual(stage === 'bc' ? ['FAIL'] : [])
  }
})

test('FPC-12 BC compares with the digest of 入库: a package replaced together with its digest in the catalogue fails', async () => {
  const { sha256, bytes } = other.packageFixity
  const forged: PreservedRecord = {
    ...record,
    packageFixity: { sha256, bytes },
    objects: { ...record.objects, package: { ...record.objects.package, sha256, bytes } },
  }
  const path = pathOf(record, 'package')
  await rename(path, `${path}.kept`)
  try {
    await copyFile(pathOf(other, 'package'), path)
    const report = await inspectStored(archive, forged, 'bc')
    const item = report.items.find(({ rule }) => rule === 'bc.authenticity.preserved-state')
    expect(item?.outcome).toBe('FAIL')
    expect(item?.evidence.map(({ expected }) => expected)).toContain(record.packageFixity.sha256)
  } finally {
    await rename(`${path}.kept`, path)
  }
})

test('the command inspects at a stage and writes the report of one record and of a batch', async () => {
  const numbers = [record.number, other.number]
  for (const [given, extension, text] of [
    [numbers.slice(0, 1), 'json', `"number": "${record.number}"`],
    [numbers.slice(0, 1), 'xml', '<inspection_report title="四性检测报告">'],
    [numbers.slice(0, 1), 'html', record.title],
    [numbers, 'json', '"count": 2'],
    [numbers, 'xml', '<record_count title="件数">2</record_count>'],
    [numbers, 'html', other.title],
  ] as const) {
    const file = join(folder, `report-${given.length}.${extension}`)
    const inspected = await runCommand(
      ['inspect', ...given, '--json', '--stage', 'bc', '--report', file],
      archive.environment,
    )
    expect([file, inspected.code, jsonLines(inspected).length]).toEqual([file, 0, given.length])
    expect(await readFile(file, 'utf8')).toContain(text)
  }
})

test.for<[string, readonly string[], number]>([
  ['a form that no report has', ['--report', 'report.doc'], 1],
  ['a report in the data folder', ['--report', 'DATA/report.json'], 1],
  ['a stage that the standard does not have', ['--stage', 'xx'], 2],
])('the command refuses %s', async ([, options, code]) => {
  const given = options.map((option) => option.replace('DATA', archive.config.dataDir))
  expect(await runCommand(['inspect', record.number, ...given], archive.environment)).toMatchObject({ code })
})

function pathOf({ objects }: PreservedRecord, object: 'package' | 'evidence'): string {
  return join(archive.config.dataDir, 'store', 'objects', objects[object].key)
}
