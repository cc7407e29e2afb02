import { ArchiveError } from '#archive-schema/archive-error.ts'
import { type RecordPage, readRecordPages } from '#archive-schema/record-text.ts'
import type { PreservedRecord } from '#storage/catalogue/records.ts'
import type { ObjectStore } from '#storage/objects/object-store.ts'

/** Which pages a person wants: all of the record, of one document, or one page of it. */
export type PageChoice = { readonly document?: number | undefined; readonly page?: number | undefined }

/** The chosen pages, recognised or extracted, in package order. Throws `TEXT_NOT_AVAILABLE` when recognition was off. */
export async function* recordPages(
  store: ObjectStore,
  record: PreservedRecord,
  choice: PageChoice = {},
): AsyncGenerator<RecordPage> {
  const { text } = record.objects
  if (text === undefined) {
    throw new ArchiveError({ code: 'TEXT_NOT_AVAILABLE', file: record.number, found: 'RECOGNITION=false' })
  }
  for await (const page of readRecordPages(store.read(text.key))) {
    if ((choice.document ?? page.document) === page.document && (choice.page ?? page.text.page) === page.text.page)
      yield page
  }
}

/** Plain text of the chosen pages, separated by form feeds. Throws `TEXT_NOT_AVAILABLE` when there is no such page. */
export async function plainText(store: ObjectStore, record: PreservedRecord, choice: PageChoice): Promise<string> {
  const chosen: string[] = []
  for await (const { text } of recordPages(store, record, choice)) chosen.push(text.text)
  if (chosen.length === 0 && choice.page !== undefined) {
    const found = `document ${choice.document ?? '*'} page ${choice.page}`
    throw new ArchiveError({ code: 'TEXT_NOT_AVAILABLE', file: record.number, found })
  }
  return chosen.join('\f')
}
