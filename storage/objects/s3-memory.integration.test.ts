import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import type { LargePut, LargePutDone } from './large-put-trial.ts'
import { inDays } from './object-store-trial.ts'
import { openS3Trial } from './s3-trial.ts'

const [small, large] = [40_000_000, 256_000_000]
/** What the larger object may cost more: the parts are of 16 MiB, and Node does not give freed memory back at once. */
const moreMemory = 64_000_000

/** Stores and reads an object in a process of its own. */
async function putLarge(bytes: number) {
  const { store, options, place } = await openS3Trial()
  const folder = await mkdtemp(join(tmpdir(), 's3-memory-'))
  const { endpoint, accessKey, secretKey, region, bucket } = options
  const retainUntil = inDays(options, 30).toISOString()
  const task = {
    address: { endpoint, accessKey, secretKey, region, bucket },
    path: join(folder, 'a'),
    bytes,
    retainUntil,
  }
  const program = join(import.meta.dirname, 'large-put-trial.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [program, JSON.stringify(task satisfies LargePut)])
  await rm(folder, { recursive: true })
  const stored = await store.stat('大/案卷.zip')
  const retention = await place.client.getObjectRetention(bucket, '大/案卷.zip', { versionId: stored?.version ?? '' })
  return { ...(JSON.parse(stdout) as LargePutDone), stored, retention, retainUntil }
}

test('an object of 256 MB takes no more memory than one of 40 MB, comes back as it went, and is locked', async () => {
  const [less, more] = [await putLarge(small), await putLarge(large)]
  for (const [bytes, done] of [
    [small, less],
    [large, more],
  ] as const) {
    expect(done.readBack).toBe(done.sha256)
    expect(done.stored?.bytes).toBe(bytes)
    expect((done.stored?.retainUntil.toISOString() ?? '') >= done.retainUntil).toBe(true)
    expect(done.retention?.mode).toBe('COMPLIANCE')
  }
  expect(less.sha256).not.toBe(more.sha256)
  expect(more.peakBytes - less.peakBytes).toBeLessThan(moreMemory)
})
