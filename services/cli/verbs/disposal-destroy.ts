import type { Person } from '#archive-schema/disposal/disposal-people.ts'
import { destroyListed, runDisposal } from '../../access/disposals.ts'
import { tellRun } from '../disposal-lines.ts'
import { withArchive } from '../with-archive.ts'

type DestroyOptions = { readonly by: Person; readonly watcher: readonly Person[]; readonly json?: boolean }

/** Orders the destruction of a list, and destroys what may go now. */
export async function destroy(list: string, { by, watcher: watchers, json }: DestroyOptions): Promise<void> {
  await withArchive(async (archive) => tellRun(await destroyListed(archive, list, { by, watchers }), json))
}

/** Goes on with a list that was ordered. */
export async function run(list: string, { json }: { readonly json?: boolean }): Promise<void> {
  await withArchive(async (archive) => tellRun(await runDisposal(archive, list), json))
}
