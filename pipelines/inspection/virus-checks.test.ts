import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { collect } from '#archive-schema/content-reader.ts'
import { digestHex } from '#archive-schema/evidence/digest.ts'
import type { Outcome } from '#archive-schema/finding.ts'
import { dat70Gd } from '#archive-schema/inspection/dat70-gd.ts'
import { blockingItems, type InspectionReport } from '#archive-schema/inspection/inspection-report.ts'
import { type OpenedSigner, openSigner } from '#storage/keys/open-signer.ts'
import { openPackage } from '#storage/packages/package-reader.ts'
import { inspectPackage } from './inspect-package.ts'
import { aboutCase, scanning } from './sample-changes-trial.ts'
import { readSample, type Sample, type SampleChange, sealSample } from './sealed-sample-trial.ts'
import type { ScanVerdict } from './virus-scanner.ts'
import { trialIdentity, trialMarker } from './virus-scanner-trial.ts'

let folder: string
let signer: OpenedSigner
let sample: Sample

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'virus-checks-'))
  signer = await openSigner({ dataDir: folder, algorithm: 'ecdsa-p256', now: new Date() })
  sample = await readSample('06-employment-registration-instant')
})

afterAll(() => rm(folder, { recursive: true }))

async function inspect(change: SampleChange): Promise<InspectionReport> {
  return inspectPackage(await sealSample(sample, signer, change), dat70Gd)
}

function itemOf(report: InspectionReport, rule: string) {
  return report.items.find((item) => item.rule === rule)
}

const dayMs = 86_400_000

test.for<[string, number, Outcome]>([
  ['of today', 0, 'PASS'],
  ['of seven days ago', 7, 'PASS'],
  ['of a day that has begun elsewhere', -0.9, 'PASS'],
  ['older than seven days', 7.01, 'MANUAL_REVIEW'],
  ['of the day after tomorrow', -2, 'MANUAL_REVIEW'],
])('a signature database %s makes GD-4-1 what it should', async ([, days, outcome]) => {
  const { at } = await sealSample(sample, signer)
  const database = { version: '27001', date: new Date(at.getTime() - days * dayMs) }
  const report = await inspect(scanning({ identify: async () => ({ ...trialIdentity, database }) }))
  expect(itemOf(report, 'GD-4-1')).toMatchObject({ outcome, blocking: true })
  expect(itemOf(report, 'GD-4-1')?.retriable ?? false).toBe(outcome !== 'PASS')
  expect(report.outcome).toBe(outcome)
})

test('a signature database without a date leaves GD-4-1 unchecked', async () => {
  const report = await inspect(scanning({ identify: async () => ({ engine: 'TrialScanner 1.0' }) }))
  expect(blockingItems(report)).toMatchObject([{ rule: 'GD-4-1', outcome: 'NOT_CHECKED', retriable: true }])
  expect(itemOf(report, 'GD-4-1')?.evidence[0]?.found).toBe('TrialScanner 1.0，病毒库未注明版本和日期')
})

test('the file with the virus, the virus and who found it are named', async () => {
  const report = await inspect(aboutCase({ remarks: trialMarker }))
  expect(itemOf(report, 'GD-4-2')?.evidence).toEqual([
    {
      location: '基本信息元数据.xml',
      expected: '无病毒',
      found: expect.stringMatching(/^病毒 Trial\.Marker（文件 SHA-256 [0-9a-f]{64}）$/),
      tool: 'TrialScanner 1.0，病毒库 27000（2026-11-19）',
    },
  ])
})

test('every byte of every file of the package is scanned, and the evidence says how many', async () => {
  const scanned: number[] = []
  const subject = await sealSample(
    sample,
    signer,
    scanning({
      scan: async (content) => {
        scanned.push((await collect(content)).length)
        return { verdict: 'clean' }
      },
    }),
  )
  const report = await inspectPackage(subject, dat70Gd)
  const { entries } = await openPackage(subject.container)
  expect(scanned).toEqual(entries.map(({ bytes }) => bytes))
  const bytes = scanned.reduce((sum, size) => sum + size, 0)
  const whole = digestHex('sha256', await subject.container.read(0, subject.container.bytes))
  expect(itemOf(report, 'GD-4-2')?.evidence).toEqual([
    {
      location: '信息包',
      found: `${subject.at.toISOString()} 扫描 8 个文件、${bytes} 字节，未发现病毒；信息包 SHA-256 ${whole}`,
      tool: 'TrialScanner 1.0，病毒库 27000（2026-11-19）',
    },
  ])
})

test('a damaged file is scanned all the same', async () => {
  const marker = new TextEncoder().encode(trialMarker)
  const report = await inspect({
    container: (bytes) => {
      const copy = Uint8Array.from(bytes)
      copy.set(marker, Math.floor(bytes.length / 2))
      return copy
    },
  })
  expect(itemOf(report, 'GD-4-2')).toMatchObject({
    outcome: 'FAIL',
    evidence: [{ location: expect.stringMatching(/文件\//) }],
  })
})

test('what a scanner has found stands when it falls silent afterwards', async () => {
  let files = 0
  const scan = async (): Promise<ScanVerdict> => {
    files += 1
    if (files > 1) throw new ArchiveError({ code: 'SCANNER_UNAVAILABLE', found: 'reset' }, { permanent: false })
    return { verdict: 'infected', virus: 'First.Virus' }
  }
  const item = itemOf(await inspect(scanning({ scan })), 'GD-4-2')
  expect(item).toMatchObject({ outcome: 'FAIL', evidence: [{ found: expect.stringContaining('First.Virus') }, {}] })
  expect(item?.evidence[1]?.found).toContain('reset')
})
