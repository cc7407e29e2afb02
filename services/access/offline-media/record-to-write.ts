import { parseArchivalCode } from '#archive-schema/archival-code.ts'
import { recordFolder } from '#archive-schema/offline-media/medium-layout.ts'
import { takenBy } from '#archive-schema/offline-media/plan-media.ts'
import type { PreservedRecord } from '#storage/catalogue/records.ts'
import type { Archive } from '../../open-archive.ts'
import { type ExportEntry, recordEntries } from '../export-entries.ts'

/** A 件 that goes to a medium. What is held of it is small; its files are opened again when they are written. */
export type RecordToWrite = {
  readonly number: string
  readonly record: PreservedRecord
  /** Folder on the medium. */
  readonly folder: string
  /** Number of its files. */
  readonly files: number
  /** Bytes that they take there, with their lines in the lists. */
  readonly taken: number
}

/** Set aside for the lines of a file in the two manifests and the catalogue. */
const lineBytes = 1_024

/** Looks at a record: where it will lie on a medium, and how much it needs. */
export async function recordToWrite(archive: Archive, record: PreservedRecord): Promise<RecordToWrite> {
  const entries = await recordEntries(archive, record)
  const category = parseArchivalCode(archive.profile, record.archivalCode)?.category ?? record.fondsCode
  const folder = recordFolder({ year: record.year, category, archivalCode: record.archivalCode })
  const taken = takenByAll(entries) + (entries.length + 1) * lineBytes
  return { number: record.number, record, folder, files: entries.length, taken }
}

/** Bytes that files take on a medium. */
export function takenByAll(entries: readonly Pick<ExportEntry, 'bytes'>[]): number {
  return entries.reduce((sum, { bytes }) => sum + takenBy(bytes), 0)
}
