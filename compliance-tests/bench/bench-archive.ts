import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { z } from 'zod'
import { openImmutableFlag } from '#storage/objects/immutable-flag.ts'
import { sampleFolder } from '../recognition/truth-pages.ts'
import { type FinishedCommand, runNode } from './finished-command.ts'

/** The command line of the product. */
export const guidangProgram = fileURLToPath(new URL('../../services/cli/main.ts', import.meta.url))

/** What `capture --json` says of a case that became a record. */
const Archived = z.object({ outcome: z.literal('archived'), number: z.string() })

/** An archive in a folder of its own, used as its users use it: by commands, each a process. Recognition is off. */
export type BenchArchive = AsyncDisposable & {
  readonly folder: string
  readonly dataDir: string
  readonly environment: Readonly<Record<string, string>>
  /** Runs a command to its end. Throws unless it succeeds. */
  run(...args: readonly string[]): Promise<FinishedCommand>
  /** Takes case folders in. Throws unless each becomes a record; `numbers` are those of the records. */
  capture(paths: readonly string[]): Promise<FinishedCommand & { readonly numbers: readonly string[] }>
}

/** Makes the archive with its database, keys and the scope tables of the samples. Removed when its scope ends. */
export async function openBenchArchive(): Promise<BenchArchive> {
  const folder = await mkdtemp(join(tmpdir(), 'guidang-bench-'))
  const dataDir = join(folder, 'data')
  const environment = { PATH: systemPath, DATA_DIR: dataDir, RECOGNITION: 'false', PORT: '0', LOG_LEVEL: 'warn' }
  const run = (...args: readonly string[]) => runNode([guidangProgram, ...args], environment)
  await run('scope', 'import', join(sampleFolder, 'scope-tables.json'))
  return {
    folder,
    dataDir,
    environment,
    run,
    async capture(paths) {
      const finished = await run('capture', '--json', ...paths)
      const outcomes = finished.stdout
        .trimEnd()
        .split('\n')
        .map((line) => Archived.parse(JSON.parse(line)))
      if (outcomes.length !== paths.length) throw new Error(`${outcomes.length} outcomes of ${paths.length} cases`)
      return { ...finished, numbers: outcomes.map(({ number }) => number) }
    },
    [Symbol.asyncDispose]: () => removeArchive(folder, dataDir),
  }
}

/** Where `chattr` and other programs of the system are found, whoever starts the benchmarks. */
const systemPath = '/usr/sbin:/usr/bin:/sbin:/bin'

/** Removes an archive with its locked files. */
export async function removeArchive(folder: string, dataDir: string): Promise<void> {
  const store = join(dataDir, 'store')
  // One by one, each file would cost a process.
  if ((await openImmutableFlag(store)) !== undefined) await promisify(execFile)('chattr', ['-R', '-i', store])
  await rm(folder, { recursive: true })
}
