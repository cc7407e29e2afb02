import { writeActsXml } from '#archive-schema/business/acts-xml.ts'
import { businessEntitiesOf } from '#storage/catalogue/business-entities.ts'
import { requireRecord } from '../../access/require-record.ts'
import { showActs } from '../../access/show-acts.ts'
import { actLines } from '../act-lines.ts'
import { print, printJson } from '../output.ts'
import { withArchive } from '../with-archive.ts'

type ActsOptions = { readonly xml?: boolean; readonly json?: boolean }

/** 业务实体 of one record: what the archive has done with it since it was sealed, and who did it. */
export async function acts(number: string, options: ActsOptions): Promise<void> {
  await withArchive(async ({ catalogue: { pool }, catalogue }) => {
    const record = await requireRecord(catalogue, number)
    if (options.xml === true) {
      const xml = writeActsXml(record, await businessEntitiesOf(pool, record.number))
      return print(new TextDecoder().decode(xml).trimEnd())
    }
    const shown = await showActs(pool, record.number)
    if (options.json !== true) return print(actLines(shown))
    for (const act of shown) await printJson(act)
  })
}
