import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { installPrograms } from '../stack/install-programs.ts'
import { type BenchArchive, openBenchArchive } from './bench-archive.ts'
import type { Benchmark, BenchmarkTools } from './benchmark.ts'
import { writeBornDigitalCases } from './born-digital-case.ts'
import type { Figure } from './figure.ts'

const cases = { count: 300, bytes: 3_700_000 } as const

/** How fast what is kept is read again. */
export const audit: Benchmark = {
  name: 'audit',
  title: `fixity audit of ${cases.count} records of ${cases.bytes / 1e6} MB in a folder, beside programs that read the same files`,
  run: measureAudit,
}

const rounds = 3
const processes = 2
/** Share of the speed of the bare digests that an audit is to have. */
const goal = 0.85

async function measureAudit({ note, signal }: BenchmarkTools): Promise<Figure[]> {
  await installPrograms([
    { program: 'restic', debianPackage: 'restic' },
    { program: 'openssl', debianPackage: 'openssl' },
  ])
  await using archive = await openBenchArchive()
  note(`audit: archiving ${cases.count} records`)
  await archive.capture(await writeBornDigitalCases(archive.folder, { prefix: 'AUDIT', ...cases }))
  const files = await storedFiles(archive)
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  const restic = await openRepository(archive)
  const [audits, digests, checks, shares]: [number[], number[], number[], number[]] = [[], [], [], []]
  for (let round = 0; round <= rounds; round++) {
    signal.throwIfAborted()
    note(round === 0 ? 'audit: warming up' : `audit: round ${round} of ${rounds}`)
    const audited = await auditOnce(archive)
    const digest = bytes / 1e6 / (await secondsOf(() => digestAll(files.map(({ path }) => path))))
    const check = bytes / 1e6 / (await secondsOf(restic))
    // The first round fills the page cache for all three.
    if (round === 0) continue
    audits.push(audited)
    digests.push(digest)
    checks.push(check)
    shares.push(audited / digest)
  }
  const beside = [
    { name: `openssl dgst -sha256, ${processes} processes`, rounds: digests },
    { name: 'restic check --read-data', rounds: checks },
  ]
  return [
    { subject: 'audit', unit: 'MB/s', rounds: audits, beside },
    { subject: 'audit in shares of openssl', unit: '', rounds: shares, beside: [{ name: 'goal', rounds: [goal] }] },
  ]
}

const Audited = z.object({ bytes: z.number(), faults: z.array(z.unknown()).length(0), seconds: z.number() })

/** MB/s of an audit that has found nothing, without the start of the process. */
async function auditOnce(archive: BenchArchive): Promise<number> {
  const { bytes, seconds } = Audited.parse(JSON.parse((await archive.run('audit', '--json')).stdout))
  return bytes / 1e6 / seconds
}

type StoredFile = { readonly path: string; readonly bytes: number }

async function storedFiles({ dataDir }: BenchArchive): Promise<StoredFile[]> {
  const entries = await readdir(join(dataDir, 'store', 'objects'), { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return Promise.all(paths.map(async (path) => ({ path, bytes: (await stat(path)).size })))
}

/** Digests of all files, an equal number by each process. */
async function digestAll(paths: readonly string[]): Promise<void> {
  const shares = Array.from({ length: processes }, (_, i) => paths.filter((_path, at) => at % processes === i))
  await Promise.all(
    shares.map(async (share) => {
      const child = spawn('openssl', ['dgst', '-sha256', ...share], { stdio: 'ignore' })
      const [code] = await once(child, 'close')
      if (code !== 0) throw new Error(`openssl dgst ended with ${code}`)
    }),
  )
}

/** A repository of restic with the same files, and the check of all its data. */
async function openRepository({ folder, dataDir }: BenchArchive): Promise<() => Promise<unknown>> {
  const env = {
    PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
    RESTIC_REPOSITORY: join(folder, 'restic'),
    RESTIC_PASSWORD: 'benchmark',
    RESTIC_CACHE_DIR: join(folder, 'restic-cache'),
  }
  const restic = (...args: readonly string[]) => promisify(execFile)('restic', [...args, '--quiet'], { env })
  await restic('init')
  await restic('backup', join(dataDir, 'store', 'objects'))
  return () => restic('check', '--read-data')
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}
