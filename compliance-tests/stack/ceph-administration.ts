import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { S3Server } from './ceph.ts'

/** The account of the gateway, with which its administrator works. */
const gateway = 'client.rgw.a'

/** What the administrator of a store does, past S3: `radosgw-admin …`. Throws of a server that was not started for the tests. */
export async function radosgwAdmin(server: S3Server, ...args: readonly string[]): Promise<string> {
  const { stdout } = await run('radosgw-admin', ['-c', configurationOf(server), '-n', gateway, ...args])
  return stdout
}

/** Kills the gateway, as a fault of power does; what it has told to be stored stays with the other daemons. */
export async function killGateway(server: S3Server): Promise<void> {
  const pid = Number(await readFile(join(dirname(configurationOf(server)), 'run', `${gateway}.pid`), 'utf8'))
  process.kill(pid, 'SIGKILL')
  while (await answers(server)) await pause(20)
}

/** Starts the gateway again and waits until it answers. */
export async function startGateway(server: S3Server): Promise<void> {
  await run('radosgw', ['-c', configurationOf(server), '-n', gateway])
  while (!(await answers(server))) await pause(50)
}

const run = promisify(execFile)

function configurationOf({ cephConfiguration }: S3Server): string {
  if (cephConfiguration === undefined) throw new Error('nobody here administers the server that S3_ENDPOINT names')
  return cephConfiguration
}

function answers({ endpoint }: S3Server): Promise<boolean> {
  return fetch(endpoint).then(
    () => true,
    () => false,
  )
}
