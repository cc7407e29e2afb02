import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { dat70Gd } from '#archive-schema/inspection/dat70-gd.ts'
import { parseInspectionProfile, ruleOf } from '#archive-schema/inspection/inspection-profile.ts'
import { inspectionProfiles } from '#archive-schema/inspection/inspection-profiles.ts'
import { blockingItems, countOutcomes, InspectionReport } from '#archive-schema/inspection/inspection-report.ts'
import { type OpenedSigner, openSigner } from '#storage/keys/open-signer.ts'
import type { Check, CheckResult } from './check.ts'
import { inspectionChecks } from './checks.ts'
import { inspectPackage } from './inspect-package.ts'
import type { InspectionSubject } from './inspection-subject.ts'
import { readSample, sealSample } from './sealed-sample-trial.ts'
import { trialScanner } from './virus-scanner-trial.ts'

let folder: string
let signer: OpenedSigner
let subject: InspectionSubject

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inspect-package-'))
  signer = await openSigner({ dataDir: folder, algorithm: 'ecdsa-p256', now: new Date() })
  subject = await sealSample(await readSample('06-employment-registration-instant'), signer)
})

afterAll(() => rm(folder, { recursive: true }))

const items = Object.values(inspectionProfiles).flatMap((profile) => profile.items)
const unchecked = ['GD-1-9', 'GD-2-8', 'GD-3-5', 'GD-3-6', 'GD-3-7']
const waiting = ['GD-4-7', 'gd.integrity.revision-history', 'gd.usability.environment']
const notApplicable = ['GD-4-3', 'GD-4-4', 'GD-4-5', 'GD-4-6']
const scanItems = ['resolution', 'proof', 'colour', 'format'].map((name) => `gd.usability.scan-${name}`)
const ofdItems = ['gd.usability.ofd-archive', 'gd.usability.ofd-review']

/** What the items of scans and of OFD files come to in each sample: none of the samples has an OFD-A. */
const byContent: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '06-employment-registration-instant': all([...scanItems, ...ofdItems], 'NOT_APPLICABLE'),
  '07-hr-service-online-ofd': {
    ...all([...scanItems, 'gd.usability.ofd-archive'], 'NOT_APPLICABLE'),
    ...all(['gd.usability.ofd-review'], 'MANUAL_REVIEW'),
  },
  '03-advert-not-accepted': all(ofdItems, 'NOT_APPLICABLE'),
}

function all(rules: readonly string[], outcome: string): Readonly<Record<string, string>> {
  return Object.fromEntries(rules.map((rule) => [rule, outcome]))
}

test.for(Object.entries(byContent))(
  'passes the good package of %s, and says item by item why',
  async ([name, others]) => {
    const good = await sealSample(await readSample(name), signer)
    const report = InspectionReport.parse(await inspectPackage(good, dat70Gd))
    expect(report).toMatchObject({ outcome: 'PASS', number: good.number, inspectedAt: good.at.toISOString() })
    expect(report.items.map(({ rule, outcome }) => [rule, outcome])).toEqual(
      dat70Gd.items.map(ruleOf).map((rule) => [rule, others[rule] ?? expectedOutcome(rule)]),
    )
    expect(blockingItems(report)).toEqual([])
    expect(countOutcomes(report)).toMatchObject({ FAIL: 0, NOT_CHECKED: 5 })
  },
)

function expectedOutcome(rule: string): string {
  if (unchecked.includes(rule)) return 'NOT_CHECKED'
  if (waiting.includes(rule)) return 'MANUAL_REVIEW'
  return notApplicable.includes(rule) ? 'NOT_APPLICABLE' : 'PASS'
}

test('has no check twice, and none that serves no item of any stage', () => {
  const rules = inspectionChecks.map(({ rule }) => rule)
  expect(new Set(rules).size).toBe(rules.length)
  const served = new Set(items.map(({ check, code }) => check ?? code))
  expect(rules.filter((rule) => !served.has(rule))).toEqual([])
})

test('has a check for every item that blocks', () => {
  const rules = inspectionChecks.map(({ rule }) => rule)
  const blocking = items.filter((item) => item.blocking && item.question === undefined)
  expect(blocking.filter(({ check, code }) => !rules.includes(check ?? code ?? ''))).toEqual([])
})

test('passes nothing without checks', async () => {
  const report = await inspectPackage(subject, dat70Gd, [])
  expect(report.outcome).toBe('NOT_CHECKED')
  expect(countOutcomes(report)).toEqual({ PASS: 0, FAIL: 0, MANUAL_REVIEW: 3, NOT_APPLICABLE: 4, NOT_CHECKED: 42 })
  expect(blockingItems(report)).toHaveLength(33)
})

/** All checks, with one of them replaced. */
function withCheck(rule: string, check: Check['check']): readonly Check[] {
  return inspectionChecks.map((one) => (one.rule === rule ? { rule, check } : one))
}

test.for<[string, Check['check'], string]>([
  ['throws', () => Promise.reject(new Error('disk on fire')), 'Error: disk on fire'],
  [
    'refuses',
    () => {
      throw new ArchiveError({ code: 'PACKAGE_INVALID', file: 'x.xml', found: 'no such file' })
    },
    '信息包不正确（x.xml）：no such file。',
  ],
  ['gives null', () => null as unknown as CheckResult, expect.stringContaining('TypeError')],
  [
    'gives an outcome that is none of the five',
    () => ({ outcome: 'OK', evidence: [{ found: 'x' }] }) as unknown as CheckResult,
    expect.stringContaining('OK (no outcome)'),
  ],
  [
    'passes with evidence that says nothing',
    () => ({ outcome: 'PASS', evidence: [{}] }),
    expect.stringContaining('没有依据'),
  ],
  ['passes without evidence', () => ({ outcome: 'PASS', evidence: [] }), expect.stringContaining('没有依据')],
])('an item whose check %s is NOT_CHECKED and holds the record back', async ([, check, found]) => {
  const report = await inspectPackage(subject, dat70Gd, withCheck('GD-1-14', check))
  expect(report.outcome).toBe('NOT_CHECKED')
  expect(blockingItems(report)).toEqual([
    expect.objectContaining({ rule: 'GD-1-14', outcome: 'NOT_CHECKED', evidence: [{ found }] }),
  ])
})

test('a check that waits for a person holds the record back', async () => {
  const waiting: Check['check'] = () => ({ outcome: 'MANUAL_REVIEW', evidence: [{ found: '待人工核查' }] })
  const report = await inspectPackage(subject, dat70Gd, withCheck('GD-3-4', waiting))
  expect(report.outcome).toBe('MANUAL_REVIEW')
  expect(blockingItems(report).map(({ rule }) => rule)).toEqual(['GD-3-4'])
})

test('an item that does not block is reported and holds nothing back', async () => {
  const failing: Check = { rule: 'GD-4-7', check: () => ({ outcome: 'FAIL', evidence: [{ found: 'disorder' }] }) }
  const report = await inspectPackage(subject, dat70Gd, [...inspectionChecks, failing])
  expect(report.outcome).toBe('PASS')
  expect(countOutcomes(report)).toMatchObject({ FAIL: 1 })
})

test.for([
  ['virus-scanner', { scanner: undefined }],
  ['sending-systems', { sendingSystems: undefined }],
] as const)(
  'without %s the items that need it are not checked, say why, and hold nothing back',
  async ([tool, lack]) => {
    const report = InspectionReport.parse(await inspectPackage({ ...subject, ...lack }, dat70Gd))
    expect(report.outcome).toBe('PASS')
    const needy = dat70Gd.items.flatMap((item) =>
      item.needs?.tool === tool ? [{ rule: ruleOf(item), found: item.needs.whyNotWithout }] : [],
    )
    expect(needy.length).toBeGreaterThan(0)
    for (const { rule, found } of needy)
      expect(report.items.find((item) => item.rule === rule)).toMatchObject({
        outcome: 'NOT_CHECKED',
        blocking: false,
        evidence: [{ found }],
      })
  },
)

test.for<[string, () => Promise<never>, boolean]>([
  ['gives no answer', () => Promise.reject(silentScanner), true],
  ['is misused by us', () => Promise.reject(new TypeError('no function')), false],
  ['gives null', () => Promise.resolve(null as never), false],
])('a scanner that %s leaves its items unchecked, and they hold the record back', async ([, fail, isRetriable]) => {
  const scanner = trialScanner({ identify: fail, scan: fail })
  const report = InspectionReport.parse(await inspectPackage({ ...subject, scanner }, dat70Gd))
  expect(report.outcome).toBe('NOT_CHECKED')
  expect(blockingItems(report).map(({ rule, retriable }) => [rule, retriable ?? false])).toEqual([
    ['GD-4-1', isRetriable],
    ['GD-4-2', isRetriable],
  ])
})

const silentScanner = new ArchiveError({ code: 'SCANNER_UNAVAILABLE', found: 'timeout' }, { permanent: false })

test('what never applies is not checked even where there is a check', async () => {
  const items = dat70Gd.items.map((item) =>
    item.code === 'GD-4-3' ? { ...item, whyNotApplicable: 'no medium' } : item,
  )
  const medium: Check = { rule: 'GD-4-3', check: () => ({ outcome: 'PASS', evidence: [{ found: 'x' }] }) }
  const report = await inspectPackage(subject, parseInspectionProfile({ ...dat70Gd, items }), [medium])
  expect(report.items.find(({ rule }) => rule === 'GD-4-3')).toMatchObject({
    outcome: 'NOT_APPLICABLE',
    evidence: [{ found: 'no medium' }],
  })
})

test('lists the first of very many faults and says how many there are', async () => {
  const faults = Array.from({ length: 73 }, (_, i) => ({ location: `documents[${i}]`, found: 'wrong' }))
  const report = await inspectPackage(
    subject,
    dat70Gd,
    withCheck('GD-1-2', () => ({ outcome: 'FAIL', evidence: faults })),
  )
  const evidence = report.items.find(({ rule }) => rule === 'GD-1-2')?.evidence
  expect(evidence).toEqual([...faults.slice(0, 50), { found: '另有 23 项未列出 (23 more)' }])
})

test('a store that does not answer is no verdict on the record', async () => {
  const silent = new ArchiveError({ code: 'STORE_UNAVAILABLE', found: 'timeout' }, { permanent: false })
  const container = { ...subject.container, read: () => Promise.reject(silent) }
  await expect(inspectPackage({ ...subject, container }, dat70Gd)).rejects.toBe(silent)
})
