import { importScopeTables } from '../../intake/import-scope-tables.ts'
import { readScopeFile } from '../../intake/scope-files/scope-file.ts'
import { print, printJson } from '../output.ts'
import { withArchive } from '../with-archive.ts'

/** Takes in the scope tables of a workbook or a JSON file: all of them, or none. */
export async function scopeImport(file: string, options: { readonly json?: boolean }): Promise<void> {
  await withArchive(async (archive) => {
    const tables = await readScopeFile(file)
    for (const { id, isNew, isApproved, items } of await importScopeTables(archive, tables)) {
      if (options.json === true) await printJson({ table: id, imported: isNew, approved: isApproved, items })
      else
        await print(
          `${isNew ? '已导入' : '已有'} ${id}  ${items} 事项${isApproved ? '' : '  草案 draft: no case is classed under it'}`,
        )
    }
  })
}
