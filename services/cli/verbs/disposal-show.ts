import { showDisposal } from '../../access/show-disposal.ts'
import { tellDisposal } from '../disposal-lines.ts'
import { withArchive } from '../with-archive.ts'

/** One list with its signatures and records. */
export async function disposalShow(list: string, { json }: { readonly json?: boolean }): Promise<void> {
  await withArchive(async (archive) => tellDisposal(await showDisposal(archive, list), json))
}
