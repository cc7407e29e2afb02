import type { Transaction } from '#storage/catalogue/catalogue.ts'
import type { PreservedRecord } from '#storage/catalogue/records.ts'
import { insertSearchEntries, removeSearchEntries } from '#storage/catalogue/search.ts'
import { metadataEntry } from '../metadata-entry.ts'
import { pageEntriesOf } from '../page-entries.ts'
import type { PipelineTools } from '../pipeline-tools.ts'
import { currentDescription } from '../redescription/current-description.ts'

/**
 * Makes a record findable anew: by its description in the newest version, and by the text that rests in the store.
 * Throws `STORE_OBJECT_MISSING`.
 */
export async function indexRecord(
  transaction: Transaction,
  record: PreservedRecord,
  { store, profile }: Pick<PipelineTools, 'store' | 'profile'>,
): Promise<void> {
  const { number, objects } = record
  const { description } = await currentDescription(transaction, profile, record)
  await removeSearchEntries(transaction, number)
  await insertSearchEntries(transaction, number, [metadataEntry(profile, record, description)])
  if (objects.text === undefined) return
  for await (const pages of pageEntriesOf(store.read(objects.text.key)))
    await insertSearchEntries(transaction, number, pages)
}
