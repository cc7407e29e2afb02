import { importChangeNotice, maxNoticeBytes } from '../../intake/import-change-notice.ts'
import { readJsonFile } from '../../intake/read-json-file.ts'
import { print, printJson } from '../output.ts'
import { withArchive } from '../with-archive.ts'

/** Takes in what has become of an archived case. */
export async function change(file: string, options: { readonly json?: boolean }): Promise<void> {
  const notice = await readJsonFile(file, maxNoticeBytes)
  await withArchive(async (archive) => {
    const imported = await importChangeNotice(archive, notice)
    if (options.json === true) return printJson(imported)
    const { number, kind, noticeNumber, isNew } = imported
    return print(`${isNew ? '已登记' : '已有'} ${kind} ${noticeNumber}  ${number}`)
  })
}
