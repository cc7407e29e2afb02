import { writeFile } from 'node:fs/promises'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { scopeTableId } from '#archive-schema/scope/scope-table.ts'
import { encodeScopeFile } from '../../intake/scope-files/scope-file.ts'
import { print, printJson } from '../output.ts'
import { refuseDataFolder } from '../output-place.ts'
import { withArchive } from '../with-archive.ts'

type ExportOptions = { readonly version?: string; readonly output: string; readonly json?: boolean }

/** Writes the scope tables, or those of one version, to an .xlsx or a .json file. */
export async function scopeExport(options: ExportOptions): Promise<void> {
  await withArchive(async ({ scopeTables, config }) => {
    await refuseDataFolder(options.output, config.dataDir)
    const tables = await scopeTables.all(options.version)
    if (tables.length === 0) throw new ArchiveError({ code: 'SCOPE_TABLE_NOT_FOUND', found: options.version ?? '*' })
    await writeFile(options.output, await encodeScopeFile(options.output, tables))
    const exported = { output: options.output, tables: tables.map(scopeTableId) }
    if (options.json === true) return printJson(exported)
    return print(`${exported.output}  ${exported.tables.length} 表 tables`)
  })
}
