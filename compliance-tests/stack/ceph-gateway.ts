import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'

/** The account of the gateway, with which its administrator works too. */
export const gatewayAccount = 'client.rgw.a'

/** The gateway of a store that `ceph-up.sh` made: the process that speaks S3. It keeps nothing; the data are with the OSD. */
export class CephGateway {
  readonly #folder: string
  readonly #port: number

  constructor(folder: string, port: number) {
    this.#folder = folder
    this.#port = port
  }

  /** Number of its process, as it was started last. */
  async pid(): Promise<number> {
    return Number(await readFile(join(this.#folder, 'run', `${gatewayAccount}.pid`), 'utf8'))
  }

  /** Kills it, as a fault of power does. */
  async kill(): Promise<void> {
    process.kill(await this.pid(), 'SIGKILL')
    while (await answers(this.#port)) await pause(20)
  }

  /** Starts it again after it was killed; resolves when it takes connections. */
  async start(): Promise<void> {
    const script = `exec radosgw -n ${gatewayAccount} >>"$1" 2>&1`
    const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', CEPH_CONF: join(this.#folder, 'ceph.conf') }
    await promisify(execFile)('sh', ['-c', script, 'sh', join(this.#folder, 'log', 'start.log')], { env })
    for (let tries = 0; !(await answers(this.#port)); tries += 1) {
      if (tries === 300) throw new Error(`the gateway does not start; see ${this.#folder}/log`)
      await pause(100)
    }
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
