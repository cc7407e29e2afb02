import { writeFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { readDisposal } from '../../access/read-disposal.ts'
import { disposalPage } from '../../reports/disposal-page.ts'
import { printPage } from '../../reports/print-page.ts'
import { note, printJson } from '../output.ts'
import { refuseDataFolder } from '../output-place.ts'
import { withArchive } from '../with-archive.ts'

/** Writes the papers of a list to a file: a page, or the page printed as PDF. */
export async function disposalPrint(
  list: string,
  { output, json }: { readonly output: string; readonly json?: boolean },
): Promise<void> {
  const form = extname(output)
  if (form !== '.html' && form !== '.pdf')
    throw new ArchiveError({ code: 'REQUEST_INVALID', field: '--output', found: `${output}: html, pdf` })
  await withArchive(async (archive) => {
    await refuseDataFolder(output, archive.config.dataDir)
    const page = new TextEncoder().encode((await disposalPage(await readDisposal(archive, list))).toString())
    await writeFile(output, form === '.pdf' ? await printPage(page, archive.config.chromium) : page)
    if (json === true) await printJson({ list, output })
    else note(output)
  })
}
