import { importFinishedCases, maxFinishedListBytes } from '../../intake/import-finished-cases.ts'
import { readJsonFile } from '../../intake/read-json-file.ts'
import { print, printJson } from '../output.ts'
import { withArchive } from '../with-archive.ts'

/** Takes in what a handling system has finished. */
export async function finishedImport(file: string, options: { readonly json?: boolean }): Promise<void> {
  const list = await readJsonFile(file, maxFinishedListBytes)
  await withArchive(async (archive) => {
    const imported = await importFinishedCases(archive, list)
    if (options.json === true) return printJson(imported)
    return print(`${imported.systemCode}  ${imported.cases} 件，其中新增或更改 ${imported.new} 件 (new or changed)`)
  })
}
