import { readFile } from 'node:fs/promises'
import { parseScopeTables } from '#archive-schema/scope/parse-scope-tables.ts'
import { importScopeTables } from '../../intake/import-scope-tables.ts'
import { print, printJson } from '../output.ts'
import { withArchive } from '../with-archive.ts'

/** Takes in the approved scope tables of a file: all of them, or none. */
export async function scopeImport(file: string, options: { readonly json?: boolean }): Promise<void> {
  await withArchive(async (archive) => {
    const tables = parseScopeTables(await readFile(file))
    for (const { id, isNew, items } of await importScopeTables(archive, tables)) {
      if (options.json === true) await printJson({ table: id, imported: isNew, items })
      else await print(`${isNew ? '已导入' : '已有'} ${id}  ${items} 事项`)
    }
  })
}
