import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '#services/config.ts'
import { openLog } from '#services/logging.ts'
import { openArchive } from '#services/open-archive.ts'
import { removeArchive } from './bench-archive.ts'
import type { Benchmark, BenchmarkTools } from './benchmark.ts'
import { databasePid } from './database-pid.ts'
import type { Figure } from './figure.ts'
import { type HoldingMaker, openHoldingMaker } from './holding-maker.ts'
import { treeSeconds } from './process-usage.ts'

const usualRecords = 100_000
const shares = 10
/** How much more a record may cost when the archive is large. */
const goal = 1.2

/** Whether a large archive takes a record in as cheaply as a small one. */
export const growth: Benchmark = {
  name: 'growth',
  title:
    '100,000 small records, unless fewer are asked for: numbered, catalogued with documents and search text, two objects each into the WORM folder (locked, read ' +
    'back, without the immutable attribute), entered in the ledger; no capture, packing, sealing or inspection',
  run: measureGrowth,
}

async function measureGrowth({ note, signal, size = usualRecords }: BenchmarkTools): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'guidang-growth-'))
  const dataDir = join(folder, 'data')
  const environment = { DATA_DIR: dataDir, RECOGNITION: 'false', LOG_LEVEL: 'silent', STORE_IMMUTABLE: 'false' }
  const archive = await openArchive(readConfig(environment), openLog('silent'))
  try {
    const maker = await openHoldingMaker(archive, folder)
    const server = await databasePid(dataDir)
    const done: Share[] = []
    for (let share = 1; share <= shares; share++) {
      signal.throwIfAborted()
      note(`growth: tenth ${share} of ${size} records`)
      done.push(await measureShare(maker, Math.ceil(size / shares), server))
    }
    return figuresOf(done, Math.ceil(size / shares))
  } finally {
    await archive.close()
    await removeArchive(folder, dataDir)
  }
}

/** What a tenth of the records cost, a record, and what this process held in memory afterwards. */
type Share = {
  readonly wallMs: number
  readonly nodeMs: number
  readonly databaseMs: number
  readonly residentMB: number
}

async function measureShare(maker: HoldingMaker, count: number, server: number): Promise<Share> {
  const [start, cpu, database] = [performance.now(), process.cpuUsage(), await treeSeconds(server)]
  await maker.make(count)
  const { user, system } = process.cpuUsage(cpu)
  return {
    wallMs: (performance.now() - start) / count,
    nodeMs: (user + system) / 1000 / count,
    databaseMs: (1000 * ((await treeSeconds(server)) - database)) / count,
    residentMB: process.memoryUsage.rss() / 1e6,
  }
}

function figuresOf(done: readonly Share[], count: number): Figure[] {
  const all = (costOf: (share: Share) => number) => done.map(costOf)
  const cpuMs = all(({ nodeMs, databaseMs }) => nodeMs + databaseMs)
  const [first = Number.NaN, last = Number.NaN] = [cpuMs[0], cpuMs.at(-1)]
  const resident = all(({ residentMB }) => residentMB)
  const early = `first ${count}`
  return [
    { subject: 'processor time', unit: 'ms/record', rounds: cpuMs },
    { subject: 'of it Node', unit: 'ms/record', rounds: all(({ nodeMs }) => nodeMs) },
    { subject: 'of it PostgreSQL', unit: 'ms/record', rounds: all(({ databaseMs }) => databaseMs) },
    { subject: 'elapsed', unit: 'ms/record', rounds: all(({ wallMs }) => wallMs) },
    {
      subject: `processor time, last ${count}`,
      unit: 'ms/record',
      rounds: [last],
      beside: [{ name: early, rounds: [first] }],
    },
    {
      subject: 'last in shares of the first',
      unit: '',
      rounds: [last / first],
      beside: [{ name: 'goal: at most', rounds: [goal] }],
    },
    {
      subject: 'resident memory at the end',
      unit: 'MB',
      rounds: resident.slice(-1),
      beside: [{ name: `after the ${early}`, rounds: resident.slice(0, 1) }],
    },
  ]
}
