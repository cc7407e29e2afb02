import { Client } from 'pg'
import { joinEmbeddedDatabase } from '#storage/catalogue/embedded/join-embedded-database.ts'
import { type BenchArchive, openBenchArchive } from './bench-archive.ts'
import type { Benchmark, BenchmarkTools } from './benchmark.ts'
import { fileSizes, filesPerCase, writeBornDigitalCases } from './born-digital-case.ts'
import { databasePid } from './database-pid.ts'
import type { Bound, Figure } from './figure.ts'
import { hashingLimit, writingLimit } from './limits.ts'
import { treeSeconds } from './process-usage.ts'

/** Born-digital cases, recognition off: from the folder to the locked record. */
export const intake: Benchmark = {
  name: 'intake',
  title: `capture of born-digital cases of ${filesPerCase} files, recognition off, database running`,
  run: measureIntake,
}

type Load = { readonly name: string; readonly bytes: number; readonly cases: number; readonly goal?: number }

const loads: readonly Load[] = [
  { name: '3.7 MB', bytes: 3_700_000, cases: 100 },
  { name: '260 kB', bytes: 260_000, cases: 300, goal: 30 },
]
const rounds = 3

/** What one round brought, all in the same minute. */
type Round = {
  readonly hashing1: number
  readonly hashing2: number
  readonly writing1: number
  readonly writing2: number
  readonly steady: number
  readonly whole: number
  readonly nodeMs: number
  readonly databaseMs: number
  readonly peakMB: number
}

async function measureIntake(tools: BenchmarkTools): Promise<Figure[]> {
  await using archive = await openBenchArchive()
  // Held here, so that its processor time can be told from that of the commands, which join it.
  const database = await joinEmbeddedDatabase(archive.dataDir)
  try {
    await archive.capture(await writeBornDigitalCases(archive.folder, { prefix: 'WARM', count: 4, bytes: 260_000 }))
    const measured = new Map<Load, Round[]>(loads.map((load) => [load, []]))
    for (let round = 1; round <= rounds; round++) {
      for (const [load, done] of measured) {
        tools.signal.throwIfAborted()
        tools.note(`intake ${load.name}: round ${round} of ${rounds}, ${load.cases} cases`)
        done.push(await measureRound(archive, load, `R${round}-${load.bytes}`, database.connectionString))
      }
    }
    return [...measured].flatMap(([load, done]) => figuresOf(load, done))
  } finally {
    await database.leave()
  }
}

async function measureRound(
  archive: BenchArchive,
  load: Load,
  prefix: string,
  connectionString: string,
): Promise<Round> {
  const paths = await writeBornDigitalCases(archive.folder, { prefix, count: load.cases, bytes: load.bytes })
  const task = { sizes: fileSizes(load.bytes), cases: load.cases }
  const writing = {
    writing1: await writingLimit(archive.folder, task, 1),
    writing2: await writingLimit(archive.folder, task, 2),
  }
  const hashing = { hashing1: await hashingLimit(task, 1), hashing2: await hashingLimit(task, 2) }
  const server = await databasePid(archive.dataDir)
  const databaseBefore = await treeSeconds(server)
  const captured = await archive.capture(paths)
  const databaseSeconds = (await treeSeconds(server)) - databaseBefore
  return {
    ...writing,
    ...hashing,
    steady: await steadyRate(connectionString, prefix),
    whole: load.cases / captured.seconds,
    nodeMs: (1000 * captured.cpuSeconds) / load.cases,
    databaseMs: (1000 * databaseSeconds) / load.cases,
    peakMB: captured.peakBytes / 1e6,
  }
}

/** Cases per second between the first and the last that became a record. */
async function steadyRate(connectionString: string, prefix: string): Promise<number> {
  const client = new Client({ connectionString })
  await client.connect()
  try {
    const { rows } = await client.query<{ rate: number }>(
      `select ((count(*) - 1) / extract(epoch from max(preserved_at) - min(preserved_at)))::float8 as rate
       from record join case_file on case_file.id = record.case_id where serial_number like $1`,
      [`${prefix}-%`],
    )
    return rows[0]?.rate ?? Number.NaN
  } finally {
    await client.end()
  }
}

function figuresOf({ name, goal }: Load, done: readonly Round[]): Figure[] {
  const all = (key: keyof Round) => done.map((round) => round[key])
  const lower = done.map(({ hashing1, hashing2, writing1, writing2 }) =>
    Math.min(Math.max(hashing1, hashing2), Math.max(writing1, writing2)),
  )
  const limits: Bound[] = [
    { name: 'lower limit', rounds: lower },
    { name: 'SHA-256 + SM3, 1 thread', rounds: all('hashing1') },
    { name: 'SHA-256 + SM3, 2 threads', rounds: all('hashing2') },
    { name: 'fsynced write, 1 at a time', rounds: all('writing1') },
    { name: 'fsynced write, 2 at a time', rounds: all('writing2') },
    ...(goal === undefined ? [] : [{ name: 'goal', rounds: [goal] }]),
  ]
  const hashingMs = { name: 'SHA-256 + SM3 once, 1 thread', rounds: all('hashing1').map((rate) => 1000 / rate) }
  const cpuMs = done.map(({ nodeMs, databaseMs }) => nodeMs + databaseMs)
  return [
    { subject: `${name}: running`, unit: 'cases/s', rounds: all('steady'), beside: limits },
    { subject: `${name}: whole command`, unit: 'cases/s', rounds: all('whole'), beside: limits.slice(0, 1) },
    { subject: `${name}: processor time`, unit: 'ms/case', rounds: cpuMs, beside: [hashingMs] },
    { subject: `${name}: of it capture`, unit: 'ms/case', rounds: all('nodeMs') },
    { subject: `${name}: of it PostgreSQL`, unit: 'ms/case', rounds: all('databaseMs') },
    { subject: `${name}: most memory of capture`, unit: 'MB', rounds: all('peakMB') },
  ]
}
