import type { LedgerEntryType } from '#archive-schema/ledger/ledger-entry.ts'
import { listEntries } from '../../access/ledger-entries.ts'
import { print, printJson, table } from '../output.ts'
import { withArchive } from '../with-archive.ts'

type Options = { readonly type?: LedgerEntryType; readonly limit: number; readonly json?: boolean }

/** Lists the newest entries of the ledger. */
export async function ledgerList({ type, limit, json }: Options): Promise<void> {
  await withArchive(async (archive) => {
    const entries = await listEntries(archive, { type, limit })
    if (json === true) {
      for (const entry of entries) await printJson(entry)
      return
    }
    if (entries.length === 0) return print('没有条目 no entries')
    return print(
      table(entries.map((entry) => [`${entry.index ?? '等待 waiting'}`, entry.type, entry.sha256, entry.queuedAt])),
    )
  })
}
