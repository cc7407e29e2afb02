import { ArchiveError } from '#archive-schema/archive-error.ts'
import { messageOf } from '#archive-schema/caught-error.ts'

/** What is wrong, and what to do about it, in both languages of the product. */
export type Reason = { readonly zh: string; readonly en: string }

/**
 * The one refusal of this folder: `DATABASE_UNAVAILABLE` with the reason in Chinese and English.
 * Not permanent unless said so: most reasons pass or are mended without touching the work that waits.
 */
export function databaseUnavailable(
  reason: Reason,
  options: { cause?: unknown; permanent?: boolean } = {},
): ArchiveError {
  const fault = { code: 'DATABASE_UNAVAILABLE', found: `${reason.zh} / ${reason.en}` } as const
  return new ArchiveError(fault, { permanent: false, ...options })
}

/** Any failure as a coded refusal. One that is already coded stays as it is. */
export function asDatabaseUnavailable(error: unknown): ArchiveError {
  if (error instanceof ArchiveError) return error
  const text = messageOf(error)
  return databaseUnavailable(
    { zh: `内嵌数据库出错（${text}）`, en: `the embedded database failed (${text})` },
    { cause: error },
  )
}
