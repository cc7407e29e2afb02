import { endText } from '#archive-schema/retention/extension.ts'
import { ExtensionRequest } from '#archive-schema/retention/retention-requests.ts'
import { extendTerm } from '#pipelines/retention/extend-term.ts'
import type { Archive } from '../open-archive.ts'
import { refuseInvalid } from '../refuse-invalid.ts'
import { requireRecord } from './require-record.ts'

/** 延长保管期限 (`ExtensionRequest`) of a record by 电子文件号 or 档号. Throws `REQUEST_INVALID`, `RECORD_NOT_FOUND`, `RETENTION_NOT_LONGER`. */
export async function extendRetention(archive: Archive, typed: string, given: unknown) {
  const parsed = ExtensionRequest.safeParse(given)
  refuseInvalid(parsed)
  const { number } = await requireRecord(archive.catalogue, typed)
  const { extensions, faults } = await extendTerm(archive, number, parsed.data)
  const told = extensions.map((extension) => ({
    number: extension.number,
    ended: endText(extension.endsBefore),
    ends: endText(extension.endsAfter),
  }))
  return { number, extensions: told, faults }
}
