import { ArchiveError } from '#archive-schema/archive-error.ts'
import { checkRange } from './check-range.ts'
import type { ByteRange } from './object-store.ts'
import { atStore, s3CodeOf, streamFromStore } from './s3-faults.ts'
import type { S3Place } from './s3-place.ts'
import type { S3Version } from './s3-version-list.ts'

/**
 * Streams a version or a part of it. Throws `RANGE_NOT_SATISFIABLE` if the part does not lie within it,
 * `STORE_OBJECT_MISSING` if the version is gone, `FIXITY_STORE_DIFFERS` if the server sends more or fewer bytes.
 */
export async function* readVersion(
  place: S3Place,
  version: S3Version,
  range: ByteRange = { start: 0, end: version.bytes },
): AsyncGenerator<Uint8Array> {
  checkRange(version.key, version.bytes, range)
  const expected = range.end - range.start
  if (expected === 0) return
  let passed = 0
  for await (const chunk of streamFromStore(await open(place, version, range.start, expected))) {
    passed += chunk.length
    if (passed > expected) break
    yield chunk
  }
  if (passed === expected) return
  const found = passed > expected ? `more than ${expected} bytes` : `${passed} bytes`
  throw new ArchiveError({ code: 'FIXITY_STORE_DIFFERS', file: version.key, expected: `${expected} bytes`, found })
}

function open({ client, bucket }: S3Place, version: S3Version, start: number, length: number) {
  return atStore(async (): Promise<AsyncIterable<Uint8Array>> => {
    try {
      return await client.getPartialObject(bucket, version.key, start, length, { versionId: version.version })
    } catch (error) {
      const code = s3CodeOf(error)
      if (code !== 'NoSuchKey' && code !== 'NoSuchVersion') throw error
      throw new ArchiveError({ code: 'STORE_OBJECT_MISSING', file: version.key }, { cause: error })
    }
  })
}
