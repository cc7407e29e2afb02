import { LEGAL_HOLD_STATUS, RETENTION_MODES, S3Error } from 'minio'
import { z } from 'zod'
import { versionsOf } from '#storage/objects/s3-version-list.ts'
import { demand, type ProofItem } from '../proof-item.ts'
import type { S3Bench } from '../s3-bench.ts'
import { askForLock, demandUndeletable, inSeconds, type TriedObject, writeObject } from '../tried-object.ts'

export const legalHold: ProofItem<S3Bench> = {
  id: 'W16',
  title: '法定冻结 a legal hold blocks until it is taken off',
  async attempt({ free, key }) {
    const object = await writeObject(free, key('W16'))
    await setHold(object, LEGAL_HOLD_STATUS.ENABLED)
    const answers = [await demandUndeletable(object), await demandUndeletable(object, true)]
    await writeObject(free, object.key, '其上')
    answers.push(await demandUndeletable(object))
    await setHold(object, LEGAL_HOLD_STATUS.DISABLED)
    await free.client.removeObject(free.bucket, object.key, { versionId: object.version })
    const isLeft = (await versionsOf(free, object.key)).some(({ version }) => version === object.version)
    demand(!isLeft, 'without its hold the version cannot be deleted')
    return answers.join(', ')
  },
}

/** The client hands on what it has parsed. */
const holdState = z
  .object({ Status: z.string() })
  .transform(({ Status }) => Status)
  .catch('unknown')

async function setHold({ place: { client, bucket }, key, version }: TriedObject, status: LEGAL_HOLD_STATUS) {
  await client.setObjectLegalHold(bucket, key, { status, versionId: version })
  const kept = holdState.parse(await client.getObjectLegalHold(bucket, key, { versionId: version }))
  demand(kept === status, `a hold set to ${status} is ${kept}`)
}

export const governance: ProofItem<S3Bench> = {
  id: 'W17',
  title: '治理模式 the writer cannot bypass GOVERNANCE, under the policy of the bucket of the archive',
  async attempt(bench) {
    const policy = await takePolicyOver(bench)
    const object = await writeObject(bench.free, bench.key('W17'))
    await askForLock(object, inSeconds(86_400), RETENTION_MODES.GOVERNANCE)
    return `${policy}; ${await demandUndeletable(object, true)}`
  },
}

/** Puts the policy of the archive's bucket on the bucket of this item. */
async function takePolicyOver({ archive, free }: S3Bench): Promise<string> {
  const policy = await readPolicy(archive)
  if (policy === undefined) {
    if ((await readPolicy(free)) !== undefined) await free.client.setBucketPolicy(free.bucket, '')
    return 'no policy'
  }
  await free.client.setBucketPolicy(free.bucket, policy.replaceAll(`:::${archive.bucket}`, `:::${free.bucket}`))
  return 'with its policy'
}

async function readPolicy({ client, bucket }: S3Bench['archive']): Promise<string | undefined> {
  try {
    return await client.getBucketPolicy(bucket)
  } catch (error) {
    if (error instanceof S3Error && /NoSuchBucketPolicy|NoSuchBucket$/.test(error.code ?? '')) return undefined
    throw error
  }
}
