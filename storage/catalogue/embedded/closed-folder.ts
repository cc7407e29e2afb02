import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/** An account of the operating system. */
export type Account = { readonly uid: number; readonly gid: number }

/**
 * The outermost folder on the way to `paths`, they themselves included, that `account` may not pass through;
 * `undefined` if the way is free. Judged by permission bits, without supplementary groups or access control lists.
 */
export async function findClosedFolder(paths: readonly string[], account: Account): Promise<string | undefined> {
  for (const folder of new Set(paths.flatMap(ancestors))) {
    if (!passable(await stat(folder), account)) return folder
  }
  return undefined
}

function ancestors(path: string): readonly string[] {
  const parent = dirname(path)
  return parent === path ? [path] : [...ancestors(parent), path]
}

function passable(folder: { mode: number; uid: number; gid: number }, account: Account): boolean {
  if (folder.uid === account.uid) return (folder.mode & 0o100) !== 0
  if (folder.gid === account.gid) return (folder.mode & 0o010) !== 0
  return (folder.mode & 0o001) !== 0
}
