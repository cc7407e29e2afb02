import { holdPage } from '../../access/list-holds.ts'
import { note, print, printJson } from '../output.ts'
import { holdLine } from '../retention-lines.ts'
import { withArchive } from '../with-archive.ts'

type ListOptions = { readonly after?: string; readonly limit: number; readonly json?: boolean }

/** Every hold, the newest first. */
export async function holdList({ json, ...query }: ListOptions): Promise<void> {
  await withArchive(async ({ catalogue }) => {
    const page = await holdPage(catalogue, query)
    if (json === true) return printJson(page)
    for (const hold of page.holds) await print(holdLine(hold))
    if (page.next !== undefined) note(`--after ${page.next}`)
  })
}
