import { RETENTION_MODES, RETENTION_VALIDITY_UNITS } from 'minio'
import { z } from 'zod'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { atStore, s3CodeOf } from './s3-faults.ts'
import type { S3Place } from './s3-place.ts'
import { listVersions } from './s3-version-list.ts'

/**
 * Makes the bucket with Object Lock if it is missing, and sees to it that whatever is written there is locked at once,
 * in COMPLIANCE mode, for at least `days`. A default that has been weakened since is not repaired in silence: throws
 * `CONFIGURATION_INVALID`, as for a bucket without Object Lock.
 */
export async function prepareBucket(place: S3Place, region: string, days: number): Promise<void> {
  await atStore(() => makeIfMissing(place, region))
  const present = await readDefault(place)
  if (present.validity === undefined && (await isEmpty(place))) {
    const wanted = { mode: RETENTION_MODES.COMPLIANCE, unit: RETENTION_VALIDITY_UNITS.DAYS, validity: days }
    await atStore(async () => {
      await place.client.setObjectLockConfig(place.bucket, wanted)
    })
  }
  await checkBucket(place, days)
}

/**
 * Whether the bucket is still what `prepareBucket` has left: who may configure it can weaken its default at any time, and what is
 * written then is not locked until its lock is lengthened. Changes nothing. Throws `CONFIGURATION_INVALID` if it is not.
 */
export async function checkBucket(place: S3Place, days: number): Promise<void> {
  const kept = await readDefault(place)
  if (isAtLeast(kept, days)) return
  const found = kept.validity === undefined ? 'none' : `${kept.mode} ${kept.validity} ${kept.unit}`
  throw unfit(place.bucket, `its default retention is ${found}, at least COMPLIANCE ${days} Days is needed`)
}

async function makeIfMissing({ client, bucket }: S3Place, region: string): Promise<void> {
  if (await client.bucketExists(bucket)) return
  try {
    await client.makeBucket(bucket, region, { ObjectLocking: true })
  } catch (error) {
    // Another process of ours was faster.
    if (s3CodeOf(error) !== 'BucketAlreadyOwnedByYou') throw error
  }
}

const defaultRetention = z.object({
  mode: z.string().optional(),
  unit: z.string().optional(),
  validity: z.number().optional(),
})
type DefaultRetention = z.infer<typeof defaultRetention>

/** What servers answer of a bucket that keeps no locks. */
const lacks: Readonly<Record<string, string>> = {
  ObjectLockConfigurationNotFoundError: 'it has no Object Lock',
  NoSuchBucket: 'it is not there',
}

async function readDefault({ client, bucket }: S3Place): Promise<DefaultRetention> {
  return atStore(async () => {
    try {
      return defaultRetention.parse(await client.getObjectLockConfig(bucket))
    } catch (error) {
      const lack = lacks[s3CodeOf(error) ?? '']
      if (lack === undefined) throw error
      throw unfit(bucket, lack)
    }
  })
}

async function isEmpty(place: S3Place): Promise<boolean> {
  for await (const _ of listVersions(place, '', { size: 1 })) return false
  return true
}

function isAtLeast({ mode, unit, validity = 0 }: DefaultRetention, days: number): boolean {
  const kept = unit === RETENTION_VALIDITY_UNITS.YEARS ? validity * 365 : validity
  return mode === RETENTION_MODES.COMPLIANCE && kept >= days
}

function unfit(bucket: string, reason: string): ArchiveError {
  return new ArchiveError({ code: 'CONFIGURATION_INVALID', field: 'bucket', found: `${bucket}: ${reason}` })
}
