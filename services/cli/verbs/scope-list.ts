import { listScopeTables } from '../../intake/scope-files/list-scope-tables.ts'
import { print, printJson, table } from '../output.ts'
import { withArchive } from '../with-archive.ts'

/** Every scope table with its approval and the days between which it is in force. */
export async function scopeList(options: { readonly json?: boolean }): Promise<void> {
  await withArchive(async (archive) => {
    const list = await listScopeTables(archive)
    if (options.json === true) return Promise.all(list.map(printJson))
    const heading = ['表 table', '立档单位', '状态', '审核文号', '施行', '失效', '事项']
    const rows = list.map((each) => [
      each.table,
      each.unit,
      each.status,
      each.approvalNumber ?? '',
      each.effectiveFrom,
      each.effectiveTo ?? '',
      `${each.items}`,
    ])
    return print(table([heading, ...rows]))
  })
}
