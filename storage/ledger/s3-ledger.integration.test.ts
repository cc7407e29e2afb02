import { expect, test } from 'vitest'
import { expectedRoots, numberedEntry, openTestLedger, queueNumbered } from '#compliance-tests/ledger/test-ledger.ts'
import { openS3Trial } from '../objects/s3-trial.ts'

test('the ledger lies in an S3 store, whole tiles and checkpoints locked, and a lost database comes back from there', async () => {
  const s3 = await openS3Trial()
  const trial = await openTestLedger(s3)
  for (const size of [3, 300]) {
    await queueNumbered(trial.catalogue, size === 3 ? 0 : 3, size)
    expect(await trial.reopen().publish()).toMatchObject({ size, roots: expectedRoots(size) })
  }
  for (const key of ['ledger/checkpoints/0000000000000003', 'ledger/sm3/tile/0/000', 'ledger/tile/entries/000'])
    await expect(s3.store.remove(key)).rejects.toMatchObject({ code: 'STORE_OBJECT_LOCKED' })
  const year = new Date().getUTCFullYear()
  const until = async (key: string) => (await s3.store.stat(key))?.retainUntil.getUTCFullYear() ?? 0
  expect(await until('ledger/tile/0/000')).toBeGreaterThanOrEqual(year + 9)
  expect(await until('ledger/tile/0/001.p/44')).toBeLessThanOrEqual(year + 1)

  const restored = await trial.onNewDatabase()
  expect(await restored.ledger.publish()).toMatchObject({ size: 300, roots: expectedRoots(300) })
  expect(await restored.ledger.prove(numberedEntry(299))).toEqual(await trial.ledger.prove(numberedEntry(299)))
  await queueNumbered(restored.catalogue, 300, 301)
  expect(await restored.ledger.publish()).toMatchObject({ size: 301, roots: expectedRoots(301) })
  await restored.close()
  await trial.close()
})
