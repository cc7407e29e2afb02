import { randomBytes } from 'node:crypto'
import { RETENTION_MODES, RETENTION_VALIDITY_UNITS } from 'minio'
import { z } from 'zod'
import type { S3Place } from '#storage/objects/s3-place.ts'
import { demand, type ProofItem } from '../proof-item.ts'
import { oneDay, type S3Bench } from '../s3-bench.ts'
import { answerTo, demandBytes, writeObject } from '../tried-object.ts'

export const lockingBucket: ProofItem<S3Bench> = {
  id: 'W1',
  title: '桶 bucket: Object Lock and versions, which cannot be switched off',
  async attempt({ locked, address }) {
    await demandVersions(locked, 'creation')
    const suspension = await answerTo(() => locked.client.setBucketVersioning(locked.bucket, { Status: 'Suspended' }))
    await demandVersions(locked, 'a suspension')
    const plain = await lockOnPlainBucket(locked, address.region)
    return `versioning Enabled; suspension: ${suspension}; lock on a plain bucket: ${plain}`
  },
}

async function demandVersions({ client, bucket }: S3Place, after: string): Promise<void> {
  const { Status } = await client.getBucketVersioning(bucket)
  demand(Status === 'Enabled', `after ${after} versioning is ${Status ?? 'off'}`)
}

/** A lock that is accepted where nothing can be locked would be a word without meaning. */
async function lockOnPlainBucket({ client }: S3Place, region: string): Promise<string> {
  const bucket = `proof-plain-${randomBytes(8).toString('hex')}`
  await client.makeBucket(bucket, region)
  try {
    const answer = await answerTo(async () => client.setObjectLockConfig(bucket, oneDay))
    demand(answer !== 'accepted', 'a lock configuration is accepted by a bucket without Object Lock')
    return answer
  } finally {
    await client.removeBucket(bucket)
  }
}

export const defaultRetention: ProofItem<S3Bench> = {
  id: 'W2',
  title: '默认保留 default retention in days and years, read back equal',
  async attempt({ locked: { client, bucket } }) {
    const years = { mode: RETENTION_MODES.COMPLIANCE, unit: RETENTION_VALIDITY_UNITS.YEARS, validity: 1 }
    for (const wanted of [years, oneDay]) {
      await client.setObjectLockConfig(bucket, wanted)
      const found = tellDefault(await client.getObjectLockConfig(bucket))
      demand(found === `${wanted.mode} ${wanted.validity} ${wanted.unit}`, `${wanted.unit}: kept ${found}`)
    }
    return 'COMPLIANCE 1 Years, 1 Days'
  },
}

const lockConfiguration = z.object({ mode: z.string(), unit: z.string(), validity: z.number() })

/** The client says of its answer that there is none. */
function tellDefault(configuration: unknown): string {
  const kept = lockConfiguration.safeParse(configuration).data
  return kept === undefined ? 'none' : `${kept.mode} ${kept.validity} ${kept.unit}`
}

export const fullBucket: ProofItem<S3Bench> = {
  id: 'W20',
  title: '删桶 removal of a bucket that is not empty',
  async attempt({ locked, key }) {
    const object = await writeObject(locked, key('W20'))
    const answer = await answerTo(() => locked.client.removeBucket(locked.bucket))
    demand(await locked.client.bucketExists(locked.bucket), 'the bucket is gone')
    await demandBytes(object, 'a removal of the bucket')
    return answer
  },
}
