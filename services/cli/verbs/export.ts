import { exportFolder } from '../../access/export-folder.ts'
import { requireRecord } from '../../access/require-record.ts'
import { print, printJson } from '../output.ts'
import { refuseDataFolder } from '../output-place.ts'
import { withArchive } from '../with-archive.ts'

/** Writes all that a stranger needs to verify a record into a folder. */
export async function exportTo(
  number: string,
  options: { readonly output: string; readonly json?: boolean },
): Promise<void> {
  await withArchive(async (archive) => {
    await refuseDataFolder(options.output, archive.config.dataDir)
    const record = await requireRecord(archive.catalogue, number)
    const files = await exportFolder(archive, record, options.output)
    if (options.json === true) return printJson({ number: record.number, output: options.output, files })
    return print(`${record.number}  ${files} files\nsh ${options.output}/verify-package.sh ${options.output}`)
  })
}
