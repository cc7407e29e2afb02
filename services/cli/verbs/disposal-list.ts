import { disposalPage } from '../../access/show-disposal.ts'
import { listLine } from '../disposal-lines.ts'
import { print, printJson } from '../output.ts'
import { withArchive } from '../with-archive.ts'

/** Every list, the newest first. */
export async function disposalList({
  limit,
  json,
}: {
  readonly limit: number
  readonly json?: boolean
}): Promise<void> {
  await withArchive(async (archive) => {
    const page = await disposalPage(archive, limit)
    if (json === true) return printJson(page)
    for (const list of page.lists) await print(listLine(list))
  })
}
