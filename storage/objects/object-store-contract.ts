import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { describeErasure } from './object-store-contract-erasure.ts'
import { describeHolds } from './object-store-contract-holds.ts'
import { describeLocks, describeRemoval } from './object-store-contract-locks.ts'
import { describeKeys, describeListing, describeReading } from './object-store-contract-reading.ts'
import { describeCompetingWriters, describeWriting } from './object-store-contract-writing.ts'
import { type Attempt, fileSource, type StoreUnderTest } from './object-store-trial.ts'

/**
 * The behaviour that every `ObjectStore` shares. A new store is done when this passes for it.
 * `open` gives an empty store; every sentence of the contract is tried on one of its own.
 */
export function describeObjectStore(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(name, () => {
    let folder: string
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'object-store-'))
    })
    afterAll(() => rm(folder, { recursive: true }))

    const attempt: Attempt = (sentence, trial, timeoutMs = 20_000) => {
      test(sentence, { timeout: timeoutMs }, async () => {
        const { close, ...store } = await open()
        try {
          await trial({ ...store, source: (content) => fileSource(folder, content) })
        } finally {
          await close?.()
        }
      })
    }
    describeWriting(attempt)
    describeCompetingWriters(attempt)
    describeReading(attempt)
    describeLocks(attempt)
    describeRemoval(attempt)
    describeErasure(attempt)
    describeHolds(attempt)
    describeListing(attempt)
    describeKeys(attempt)
  })
}
