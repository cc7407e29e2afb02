import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { CephGateway } from './ceph-gateway.ts'
import { freePort } from './free-port.ts'

const run = promisify(execFile)

/** An S3 server with Object Lock and the credentials of a user that may do everything there. */
export type S3Server = {
  readonly endpoint: string
  readonly accessKey: string
  readonly secretKey: string
  readonly region: string
  /** `ceph.conf` of a Ceph that was started for the tests; absent of a server that somebody else administers. */
  readonly cephConfiguration?: string
}

/** A server of its own, and its gateway, for who wants to kill it. */
export type CephServer = S3Server & { readonly gateway: CephGateway; stop(): Promise<void> }

/**
 * Starts Ceph RADOS Gateway on this machine: data in memory, everything else in a temporary folder, on free ports.
 * Installs it with apt if it is missing and we are root. Throws with the output of the script if it does not start.
 * Ends with `stop`, or with this process.
 */
export async function startCeph(): Promise<CephServer> {
  const [accessKey, secretKey] = [randomBytes(10).toString('hex'), randomBytes(20).toString('hex')]
  const folder = join(tmpdir(), `ceph-${randomBytes(4).toString('hex')}`)
  const port = await freePort()
  const variables = [
    ...[`FOLDER=${folder}`, `PORT=${port}`, `MONITOR_PORT=${await freePort()}`],
    ...[`ACCESS_KEY=${accessKey}`, `SECRET_KEY=${secretKey}`, `OWNER=${process.pid}`],
  ]
  const script = (name: string) => run('env', [...variables, 'bash', join(import.meta.dirname, name)])
  const { stdout } = await script('ceph-up.sh')
  const stop = async () => {
    await script('ceph-down.sh')
  }
  return {
    endpoint: stdout.trim(),
    accessKey,
    secretKey,
    region: 'us-east-1',
    cephConfiguration: join(folder, 'ceph.conf'),
    gateway: new CephGateway(folder, port),
    stop,
  }
}
