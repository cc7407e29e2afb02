import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readSample, type Sample } from '#pipelines/inspection/sealed-sample-trial.ts'
import { type OpenedSigner, openSigner } from '#storage/keys/open-signer.ts'
import { inspectMutated } from './mutated-package.ts'
import { type Mutation, mutationsOf } from './package-mutations.ts'

let folder: string
let signer: OpenedSigner
let sample: Sample

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mutated-packages-'))
  signer = await openSigner({ dataDir: folder, algorithm: 'ecdsa-p256', now: new Date() })
  sample = await readSample('06-employment-registration-instant')
})
afterAll(() => rm(folder, { recursive: true }))

test('the good package passes', async () => {
  expect(await inspectMutated(sample, signer, { name: 'none', change: {} })).toBe('harmless')
})

test('no mutated package is accepted unless nothing was changed', async () => {
  const property = fc.asyncProperty(mutationsOf(sample), async (mutation: Mutation) => {
    expect(await inspectMutated(sample, signer, mutation), mutation.name).not.toBe('ACCEPTED')
  })
  await fc.assert(property, { numRuns: 150 })
})
