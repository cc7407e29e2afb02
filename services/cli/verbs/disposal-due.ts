import { dueList } from '../../access/show-disposal.ts'
import { note, print, printJson } from '../output.ts'
import { withArchive } from '../with-archive.ts'

type DueOptions = {
  readonly fonds?: string
  readonly year?: string
  readonly after?: string
  readonly limit: number
  readonly json?: boolean
}

/** Records whose term has ended. */
export async function disposalDue({ json, ...query }: DueOptions): Promise<void> {
  await withArchive(async (archive) => {
    const page = await dueList(archive, query)
    if (json === true) return printJson(page)
    for (const { number, title, fondsCode, year, period, endsOn } of page.records)
      await print([fondsCode, year, number, title, period, endsOn].join('  '))
    if (page.next !== undefined) note(`--after ${page.next}`)
  })
}
