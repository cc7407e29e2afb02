import { ArchiveError } from '#archive-schema/archive-error.ts'
import { ChangeNotice } from '#archive-schema/change-notice.ts'
import { insertChangeNotice, recordNumberOf } from '#storage/catalogue/change-notices.ts'
import type { Archive } from '../open-archive.ts'
import { refuseInvalid } from '../refuse-invalid.ts'

/** One notice is a few lines. */
export const maxNoticeBytes = 2 ** 16

/** A notice that was taken in, and the record with which it is linked; `isNew` is false for the same one again. */
export type ImportedNotice = {
  readonly number: string
  readonly noticeNumber: string
  readonly kind: ChangeNotice['kind']
  readonly isNew: boolean
}

/**
 * 变更通知: keeps what has become of an archived case, and links it to its record, which stays as it was sealed. Throws
 * `REQUEST_INVALID`, `CASE_NOT_FOUND` where the case has no record (yet), `IDENTITY_NOTICE_CONFLICT`.
 */
export async function importChangeNotice(
  { catalogue, now }: Pick<Archive, 'catalogue' | 'now'>,
  given: unknown,
): Promise<ImportedNotice> {
  const parsed = ChangeNotice.safeParse(given)
  refuseInvalid(parsed)
  const { systemCode, serialNumber, noticeNumber, kind } = parsed.data
  const number = await recordNumberOf(catalogue.pool, parsed.data)
  if (number === undefined) throw new ArchiveError({ code: 'CASE_NOT_FOUND', found: `${systemCode} ${serialNumber}` })
  const isNew = await insertChangeNotice(catalogue.pool, number, parsed.data, now())
  return { number, noticeNumber, kind, isNew }
}
