import { join } from 'node:path'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { mediumId } from '#archive-schema/offline-media/medium.ts'
import { planMedia } from '#archive-schema/offline-media/plan-media.ts'
import { numbersOfYear, requireMedium } from '#storage/catalogue/offline-media.ts'
import type { Archive } from '../../open-archive.ts'
import { trustEntries, verifierEntries } from '../export-entries.ts'
import { requireRecord } from '../require-record.ts'
import type { MediaRequest } from './media-request.ts'
import { type RecordToWrite, recordToWrite, takenByAll } from './record-to-write.ts'
import { type SharedFiles, type WrittenMedium, writeMedium } from './write-medium.ts'

/** Set aside on every medium for what its texts say of themselves. */
const headBytes = 65_536

/**
 * 制作离线载体: writes records to folders that are burned or copied to media as they are, each below `folder/<载体标识>`: as many
 * media as their capacity asks for. Each is read back before it is registered.
 * Throws `MEDIUM_TOO_SMALL`, `MEDIUM_EXISTS`, `MEDIUM_NOT_FOUND`, `MEDIUM_RECORDS_MISSING`, `RECORD_NOT_FOUND`, `REQUEST_INVALID`.
 */
export async function writeMedia(archive: Archive, request: MediaRequest, folder: string): Promise<WrittenMedium[]> {
  if (request.rewrites !== undefined) await requireMedium(archive.catalogue.pool, request.rewrites)
  const shared: SharedFiles = [...trustEntries(archive), ...(await verifierEntries())]
  const records = await recordsOf(archive, request)
  const media = planMedia(records, request.capacity, takenByAll(shared) + headBytes)
  const written: WrittenMedium[] = []
  for (const [i, content] of media.entries()) {
    const id = mediumId(request.name, i + 1)
    written.push(await writeMedium(archive, { ...request, id, content, shared }, join(folder, id)))
  }
  return written
}

async function recordsOf(archive: Archive, { records }: MediaRequest): Promise<RecordToWrite[]> {
  const numbers = 'year' in records ? await numbersOfYear(archive.catalogue.pool, records.year) : records.numbers
  const found: RecordToWrite[] = []
  for (const number of numbers) {
    found.push(await recordToWrite(archive, await requireRecord(archive.catalogue, number)))
  }
  if (found.length > 0) return found
  throw new ArchiveError({ code: 'MEDIUM_RECORDS_MISSING', found: 'year' in records ? records.year : '0' })
}
