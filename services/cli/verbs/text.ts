import { type PageChoice, plainText, recordPages } from '../../access/record-text.ts'
import { requireDocument, requireRecord } from '../../access/require-record.ts'
import { print, printJson } from '../output.ts'
import { withArchive } from '../with-archive.ts'

/** The recognised or extracted text of a record, one document or one page; with `--json` one page a line, with its places. */
export async function text(number: string, options: PageChoice & { readonly json?: boolean }): Promise<void> {
  await withArchive(async ({ catalogue, store }) => {
    const record = await requireRecord(catalogue, number)
    if (options.document !== undefined) await requireDocument(catalogue, record, options.document)
    if (options.json !== true) return print(await plainText(store, record, options))
    for await (const page of recordPages(store, record, options)) await printJson(page)
  })
}
