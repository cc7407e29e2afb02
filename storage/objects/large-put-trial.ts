import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { peakMemory } from '#compliance-tests/bench/process-usage.ts'
import { openS3ObjectStore } from './s3-object-store.ts'

/**
 * A process of its own that makes a file of `bytes`, stores it on S3, reads it back, and prints what it is and how much memory that
 * took. Its one argument is a `LargePut` as JSON.
 */
const LargePut = z.object({
  address: z.object({
    ...{ endpoint: z.string(), accessKey: z.string(), secretKey: z.string() },
    ...{ region: z.string(), bucket: z.string() },
  }),
  path: z.string(),
  bytes: z.number(),
  retainUntil: z.coerce.date(),
})
export type LargePut = z.input<typeof LargePut>
export type LargePutDone = { readonly sha256: string; readonly readBack: string; readonly peakBytes: number }

const { address, path, bytes, retainUntil } = LargePut.parse(JSON.parse(process.argv[2] ?? ''))
const meter = createHash('sha256')
await pipeline(generated(bytes), createWriteStream(path))
const sha256 = meter.digest('hex')
const store = await openS3ObjectStore({ ...address, defaultRetentionDays: 1, now: () => new Date() })
await store.put('大/案卷.zip', { path, fixity: { bytes, sha256 } }, retainUntil)
const back = createHash('sha256')
for await (const chunk of store.read('大/案卷.zip')) back.update(chunk)
const done = { sha256, readBack: back.digest('hex'), peakBytes: (await peakMemory(process.pid)) ?? Number.NaN }
process.stdout.write(`${JSON.stringify(done satisfies LargePutDone)}\n`)

/** Bytes that differ from block to block. */
function* generated(length: number): Generator<Buffer> {
  for (let made = 0, block = 0; made < length; block += 1) {
    const content = Buffer.alloc(Math.min(1 << 20, length - made), createHash('sha512').update(`${block}`).digest())
    meter.update(content)
    made += content.length
    yield content
  }
}
