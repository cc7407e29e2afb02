import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { ContentReader } from '#archive-schema/content-reader.ts'
import { findRecord } from '#storage/catalogue/records.ts'
import { openObject } from '#storage/objects/open-object.ts'
import type { PipelineTools } from '../pipeline-tools.ts'

/** The package of an archived child as it rests in the store. Throws `RECORD_NOT_FOUND`, `STORE_OBJECT_MISSING`. */
export async function openChild(
  number: string,
  { catalogue, store }: Pick<PipelineTools, 'catalogue' | 'store'>,
): Promise<ContentReader> {
  const record = await findRecord(catalogue.pool, number)
  if (record === undefined) throw new ArchiveError({ code: 'RECORD_NOT_FOUND', found: number })
  return openObject(store, record.objects.package.key)
}
