import { chmod, lchown, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { createCluster } from './create-cluster.ts'
import { type EmbeddedFolder, hasCluster } from './embedded-folder.ts'
import type { PostgresPrograms } from './postgres-programs.ts'
import type { ServerAccount } from './server-account.ts'

/** Makes the cluster if there is none, and gives a copied one the owner and the mode that PostgreSQL insists on. */
export async function prepareCluster(
  folder: EmbeddedFolder,
  programs: PostgresPrograms,
  account: ServerAccount,
  durable: boolean,
): Promise<void> {
  if (!(await hasCluster(folder))) return createCluster(folder, programs, account, durable)
  const { uid, mode } = await stat(folder.cluster)
  if (account !== 'own' && account.uid !== uid) await giveAll(folder.cluster, account)
  if ((mode & 0o027) !== 0) await chmod(folder.cluster, 0o700)
}

// The top folder comes last: if this is cut short, its owner is still wrong and the next start does it again.
async function giveAll(cluster: string, { uid, gid }: { uid: number; gid: number }): Promise<void> {
  const entries = await readdir(cluster, { recursive: true })
  for (const entry of entries) await lchown(join(cluster, entry), uid, gid)
  await lchown(cluster, uid, gid)
}
