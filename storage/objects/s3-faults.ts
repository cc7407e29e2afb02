import { S3Error } from 'minio'
import { ArchiveError } from '#archive-schema/archive-error.ts'

/**
 * Does one thing at the store. Whatever goes wrong (network, server, credentials) becomes `STORE_UNAVAILABLE`, want of space
 * `STORE_FULL`; both are worth another try. Refusals of our own pass through.
 */
export async function atStore<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action()
  } catch (error) {
    throw asRefusal(error)
  }
}

/** As `atStore`, for the bytes that a stream still has to deliver. */
export async function* streamFromStore(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* stream
  } catch (error) {
    throw asRefusal(error)
  }
}

/** The code by which an S3 server names what is wrong; `undefined` for everything that is no answer of a server. */
export function s3CodeOf(error: unknown): string | undefined {
  return error instanceof S3Error ? error.code : undefined
}

/** How servers say that there is no room: Ceph and others; MinIO of its disks and of a quota. */
const fullCodes = new Set([
  'QuotaExceeded',
  'InsufficientStorage',
  'XMinioStorageFull',
  'XMinioAdminBucketQuotaExceeded',
])

function asRefusal(error: unknown): ArchiveError {
  if (error instanceof ArchiveError) return error
  const message = error instanceof Error ? error.message : JSON.stringify(error)
  const found = [s3CodeOf(error), message].filter((part) => part !== undefined && part !== '').join(': ')
  const code = fullCodes.has(s3CodeOf(error) ?? '') ? 'STORE_FULL' : 'STORE_UNAVAILABLE'
  return new ArchiveError({ code, found }, { cause: error, permanent: false })
}
