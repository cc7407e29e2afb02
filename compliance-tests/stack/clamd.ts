import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { clamdScanner } from '#pipelines/inspection/clamd/clamd-scanner.ts'
import { writeClamdDatabase } from './clamd-database.ts'
import { freePort } from './free-port.ts'
import { installPrograms } from './install-programs.ts'

/** A clamd of the tests: a database of a few signatures, on a port of 127.0.0.1 and on a Unix socket. */
export type TestClamd = {
  readonly port: number
  /** As `CLAMD_ADDRESS` takes it. */
  readonly address: string
  /** Path of the Unix socket. */
  readonly socket: string
  stop(): Promise<void>
  /** Starts the daemon again in its place, with a database of this date; of yesterday unless given. */
  start(databaseDate?: Date): Promise<void>
  /** Ends the daemon and takes away its folder. */
  remove(): Promise<void>
}

type ClamdOptions = {
  /** Date of the signature database; yesterday unless given. */
  readonly databaseDate?: Date
  /** Lines of `clamd.conf`. */
  readonly settings?: readonly string[]
}

/**
 * Starts clamd on this machine, everything in a temporary folder, and installs it with apt if it is missing and we are
 * root. Throws with what it said if it does not start. Ends with `stop`, or with this process.
 */
export async function startClamd(options: ClamdOptions = {}): Promise<TestClamd> {
  await installPrograms([{ program: 'clamd', debianPackage: 'clamav-daemon' }])
  const folder = await mkdtemp(join(tmpdir(), 'clamd-'))
  const port = await freePort()
  await writeFile(join(folder, 'clamd.conf'), configuration(folder, port, options.settings ?? []))
  let daemon: ChildProcess | undefined
  const start = async (databaseDate = new Date(Date.now() - 86_400_000)) => {
    await writeClamdDatabase(folder, databaseDate)
    daemon = await startDaemon(folder, port)
  }
  const stop = async () => {
    await endDaemon(daemon)
    daemon = undefined
  }
  const remove = async () => {
    await stop()
    await rm(folder, { recursive: true })
  }
  await start(options.databaseDate)
  return { port, address: `127.0.0.1:${port}`, socket: join(folder, 'clamd.ctl'), start, stop, remove }
}

function configuration(folder: string, port: number, settings: readonly string[]): string {
  const lines = [
    ...['TCPAddr 127.0.0.1', `TCPSocket ${port}`, `LocalSocket ${join(folder, 'clamd.ctl')}`],
    ...[`DatabaseDirectory ${join(folder, 'database')}`, `LogFile ${join(folder, 'log')}`],
    ...['Foreground yes', 'AlertExceedsMax yes', ...(process.getuid?.() === 0 ? ['User root'] : []), ...settings],
  ]
  return `${lines.join('\n')}\n`
}

async function startDaemon(folder: string, port: number): Promise<ChildProcess> {
  const output = join(folder, 'output')
  const command = `exec setpriv --pdeathsig TERM clamd -c "$1" > "$2" 2>&1`
  const daemon = spawn('sh', ['-c', command, 'sh', join(folder, 'clamd.conf'), output], {
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    stdio: 'ignore',
  })
  const scanner = clamdScanner({ host: '127.0.0.1', port })
  for (;;) {
    if (await scanner.identify().then(Boolean, () => false)) return daemon
    if (daemon.exitCode !== null) throw new Error(`clamd does not start: ${await readFile(output, 'utf8')}`)
    await pause(50)
  }
}

async function endDaemon(daemon: ChildProcess | undefined): Promise<void> {
  if (daemon === undefined || daemon.exitCode !== null || daemon.signalCode !== null) return
  daemon.kill()
  await once(daemon, 'exit')
}
