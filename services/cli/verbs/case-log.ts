import type { HandoverQuery } from '#storage/catalogue/handover-log.ts'
import { listHandovers } from '../../access/list-handovers.ts'
import { note, print, printJson, table } from '../output.ts'
import { withArchive } from '../with-archive.ts'

type LogOptions = HandoverQuery & { readonly json?: boolean }

/** Entries of 交接日志; with `--json` one a line. */
export async function caseLog({ json, ...query }: LogOptions): Promise<void> {
  await withArchive(async ({ catalogue }) => {
    const { events, next } = await listHandovers(catalogue, query)
    if (json === true) {
      for (const event of events) await printJson(event)
      return
    }
    const rows = events.map(({ id, at, kind, status = '', systemCode = '', serialNumber = '', folder, code = '' }) => [
      String(id),
      at,
      kind,
      status,
      systemCode,
      serialNumber,
      folder,
      code,
    ])
    if (rows.length > 0) await print(table(rows))
    if (next !== undefined) note(`--after ${next}`)
  })
}
