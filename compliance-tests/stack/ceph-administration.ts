import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { S3Server } from './ceph.ts'
import { gatewayAccount } from './ceph-gateway.ts'

/** What the administrator of a store does, past S3: `radosgw-admin …`. Throws of a server that was not started for the tests. */
export async function radosgwAdmin(server: S3Server, ...args: readonly string[]): Promise<string> {
  const { stdout } = await run('radosgw-admin', ['-c', configurationOf(server), '-n', gatewayAccount, ...args])
  return stdout
}

const run = promisify(execFile)

function configurationOf({ cephConfiguration }: S3Server): string {
  if (cephConfiguration === undefined) throw new Error('nobody here administers the server that S3_ENDPOINT names')
  return cephConfiguration
}
