import { join } from 'node:path'
import { findRunningServer } from '#storage/catalogue/embedded/running-server.ts'

/** Number of the process of the embedded database below `dataDir`. Throws if it does not run. */
export async function databasePid(dataDir: string): Promise<number> {
  const server = await findRunningServer(join(dataDir, 'postgres', 'cluster'))
  if (server === undefined) throw new Error(`no database runs in ${dataDir}`)
  return server.pid
}
