import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inspectMutated } from './mutated-package.ts'
import { type Mutation, mutationsOf } from './package-mutations.ts'
import { prepareRecord, type SealedRecord } from './sealed-record.ts'

let record: SealedRecord

beforeAll(async () => {
  record = await prepareRecord()
})
afterAll(() => record.close())

test('the good package passes', async () => {
  expect(await inspectMutated(record, { name: 'none', change: {} })).toBe('harmless')
})

test('no mutated package is accepted unless nothing was changed', async () => {
  const property = fc.asyncProperty(mutationsOf(record.sample), async (mutation: Mutation) => {
    expect(await inspectMutated(record, mutation), mutation.name).not.toBe('ACCEPTED')
  })
  await fc.assert(property, { numRuns: 150 })
})
