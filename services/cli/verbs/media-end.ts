import { giveUpMedium } from '../../access/offline-media/end-medium.ts'
import { print, printJson } from '../output.ts'
import { withArchive } from '../with-archive.ts'

/** Gives a medium up. */
export async function mediaEnd(
  id: string,
  { by, reason, json }: { readonly by: string; readonly reason: string; readonly json?: boolean },
): Promise<void> {
  await withArchive(async (archive) => {
    await giveUpMedium(archive, { id, by, reason })
    return json === true ? printJson({ id, by, reason }) : print(`${id}  已注销`)
  })
}
