import { ArchiveError } from '#archive-schema/archive-error.ts'

/** No space, quota or size limit used up, no right to write, no handle or memory left, a device that fails: mended from outside. */
const systemShortages = [
  'ENOSPC',
  'EDQUOT',
  'EROFS',
  'EACCES',
  'EPERM',
  'EFBIG',
  'ENOTDIR',
  'EMFILE',
  'ENFILE',
  'ENOMEM',
  'EIO',
]

/**
 * An error of the file system that says nothing about the case, as `STAGING_UNAVAILABLE` (not permanent).
 * Any other error as it is.
 */
export function codedIfStagingFails(error: unknown): unknown {
  if (error instanceof ArchiveError || !(error instanceof Error) || !('code' in error)) return error
  if (!systemShortages.includes(String(error.code))) return error
  return new ArchiveError({ code: 'STAGING_UNAVAILABLE', found: error.message }, { cause: error, permanent: false })
}
