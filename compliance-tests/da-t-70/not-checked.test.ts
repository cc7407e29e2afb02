import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dat70Gd } from '#archive-schema/inspection/dat70-gd.ts'
import { ruleOf } from '#archive-schema/inspection/inspection-profile.ts'
import { blockingItems } from '#archive-schema/inspection/inspection-report.ts'
import type { Check, CheckResult } from '#pipelines/inspection/check.ts'
import { inspectionChecks } from '#pipelines/inspection/checks.ts'
import { inspectPackage } from '#pipelines/inspection/inspect-package.ts'
import type { InspectionSubject } from '#pipelines/inspection/inspection-subject.ts'
import { readSample, sealSample } from '#pipelines/inspection/sealed-sample-trial.ts'
import { openSigner } from '#storage/keys/open-signer.ts'

let folder: string
let subject: InspectionSubject

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'not-checked-'))
  const signer = await openSigner({ dataDir: folder, algorithm: 'ecdsa-p256', now: new Date() })
  subject = await sealSample(await readSample('06-employment-registration-instant'), signer)
})
afterAll(() => rm(folder, { recursive: true }))

/** What a check gives when it has not checked: none of it may count as an answer. */
const noAnswers: readonly (readonly [string, Check['check']])[] = [
  ['throws', () => Promise.reject(new Error('disk on fire'))],
  ['gives null', () => null as unknown as CheckResult],
  ['gives nothing', () => undefined as unknown as CheckResult],
  ['gives true', () => true as unknown as CheckResult],
  ['gives an outcome of its own', () => ({ outcome: 'OK', evidence: [{ found: 'x' }] }) as unknown as CheckResult],
  ['gives PASS and no evidence', () => ({ outcome: 'PASS', evidence: [] })],
  ['gives PASS and evidence of nothing', () => ({ outcome: 'PASS', evidence: [{}] })],
]

const blocking = dat70Gd.items.filter((item) => item.blocking).map(ruleOf)

describe.for(noAnswers)('FPC-06: a check that %s', ([, check]) => {
  test('leaves its item NOT_CHECKED, and the package is not acceptable', async () => {
    const checks = inspectionChecks.map((one) => (one.rule === 'GD-4-2' ? { rule: one.rule, check } : one))
    const report = await inspectPackage(subject, dat70Gd, checks)
    expect(report.outcome).toBe('NOT_CHECKED')
    expect(blockingItems(report).map(({ rule, outcome }) => [rule, outcome])).toEqual([['GD-4-2', 'NOT_CHECKED']])
  })

  test('leaves every item NOT_CHECKED when it stands for all of them', async () => {
    const checks = inspectionChecks.map(({ rule }) => ({ rule, check }))
    const report = await inspectPackage(subject, dat70Gd, checks)
    expect(report.outcome).toBe('NOT_CHECKED')
    expect(blockingItems(report).map(({ rule, outcome }) => [rule, outcome])).toEqual(
      blocking.map((rule) => [rule, 'NOT_CHECKED']),
    )
  })
})
