import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type CephServer, startCeph } from '../../stack/ceph.ts'
import { freePort } from '../../stack/free-port.ts'
import { samples } from '../../stack/test-archive.ts'
import { type CommandEnvironment, runCommand } from '../command.ts'
import { ApiClient } from './api-client.ts'
import { LastingProcess } from './lasting-process.ts'
import { Sender } from './sender.ts'

/** A running archive that is going to be killed piece by piece: every piece is a process of its own. */
export type DrilledArchive = {
  readonly folder: string
  readonly dataDir: string
  readonly environment: CommandEnvironment
  readonly api: ApiClient
  readonly sender: Sender
  /** `guidang serve`, and a worker beside it. */
  readonly processes: { readonly api: LastingProcess; readonly worker: LastingProcess }
  /** The file by which both are told whom to kill at which boundary. */
  readonly armed: string
  /** Absent where the store is a WORM folder. */
  readonly ceph: CephServer | undefined
  /** Ends everything and removes it; `keep` leaves the folder for who wants to look at it. */
  close(keep?: boolean): Promise<void>
}

const program = fileURLToPath(new URL('./drilled-process.ts', import.meta.url))

/** Starts an archive with embedded PostgreSQL in a folder of its own; its store is a WORM folder or Ceph RGW. */
export async function startDrilledArchive(store: 'folder' | 'ceph'): Promise<DrilledArchive> {
  const folder = await mkdtemp(join(tmpdir(), 'guidang-drill-'))
  await using opened = new AsyncDisposableStack()
  const ceph = store === 'ceph' ? await startCeph() : undefined
  if (ceph !== undefined) opened.defer(() => ceph.stop())
  const port = await freePort()
  const dataDir = join(folder, 'data')
  const environment = { ...common, DATA_DIR: dataDir, PORT: String(port), ...(ceph && cephVariables(ceph)) }
  const imported = await runCommand(['scope', 'import', join(samples, 'scope-tables.json')], environment)
  if (imported.code !== 0) throw new Error(`the scope tables are not taken in: ${imported.stderr}`)
  const armed = join(folder, 'armed.json')
  const start = (verb: 'serve' | 'worker', readyWords: string) =>
    new LastingProcess({
      name: verb,
      args: [program, verb, armed],
      environment,
      readyWords,
      log: join(folder, `${verb}.log`),
    })
  const api = start('serve', 'http://')
  opened.defer(() => api.stop())
  // The store is proved by the first of them.
  await api.ready()
  const worker = start('worker', 'worker started')
  opened.defer(() => worker.stop())
  await worker.ready()
  const key = (await readFile(join(dataDir, 'access-key'), 'utf8')).trim()
  const client = new ApiClient(`http://127.0.0.1:${port}`, key)
  const sender = new Sender(join(folder, 'cases'), client, environment)
  const held = opened.move()
  return {
    ...{ folder, dataDir, environment, api: client, sender, processes: { api, worker }, armed, ceph },
    async close(keep = false) {
      await held.disposeAsync()
      if (!keep) await rm(folder, { recursive: true })
    },
  }
}

const common = {
  RECOGNITION: 'true',
  STORE_IMMUTABLE: 'false',
  // So often that kills fall into the work of the ledger as well.
  LEDGER_CHECKPOINT_SECONDS: '1',
  AUDIT_DAYS: '0',
  LOG_LEVEL: 'warn',
} as const

function cephVariables({ endpoint, accessKey, secretKey, region }: CephServer) {
  // What every RGW of this version fails; see docs/object-store.md.
  return {
    S3_ENDPOINT: endpoint,
    S3_ACCESS_KEY: accessKey,
    S3_SECRET_KEY: secretKey,
    S3_REGION: region,
    STORE_ACCEPTED_WEAKNESSES: 'W14,W17',
  }
}
