import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { joinEmbeddedDatabase } from '#storage/catalogue/embedded/join-embedded-database.ts'
import { type BenchArchive, openBenchArchive } from './bench-archive.ts'
import type { Benchmark, BenchmarkTools } from './benchmark.ts'
import { databasePid } from './database-pid.ts'
import type { Figure } from './figure.ts'
import { childrenOf } from './process-usage.ts'
import { type RecordingCase, writeRecordingCase } from './recording-case.ts'
import { watchMemory } from './watch-memory.ts'

const recordingBytes = 2 * 2 ** 30

/** One attachment of 2 GiB, in and out. */
export const large: Benchmark = {
  name: 'large',
  title: 'a case with a recording of 2 GiB: in by capture, the recording out by fetch --document',
  run: measureLarge,
}

/** The recording, its staged copy, the package, what is fetched, and the copy for comparison, with room to spare. */
const neededBytes = 12e9
/** Resident memory that neither way may need. */
const memoryGoalMB = 300

async function measureLarge(tools: BenchmarkTools): Promise<Figure[]> {
  await using archive = await openBenchArchive()
  await refuseFullDisk(archive.folder)
  tools.note('large: writing a recording of 2 GiB')
  const handover = await writeRecordingCase(join(archive.folder, 'LARGE'), recordingBytes)
  const copying = [await copyRate(handover.recording)]
  tools.signal.throwIfAborted()
  tools.note('large: in')
  const database = await withDatabasePeak(archive, () => archive.capture([handover.folder]))
  const capture = database.result
  copying.push(await copyRate(handover.recording))
  tools.signal.throwIfAborted()
  tools.note('large: out')
  const fetch = await fetchRecording(archive, capture.numbers[0] ?? '', handover)
  copying.push(await copyRate(handover.recording))
  const copy = [{ name: 'cp and fsync', rounds: copying }]
  const memory = [{ name: 'goal: below', rounds: [memoryGoalMB] }]
  return [
    { subject: 'in', unit: 'MB/s', rounds: [recordingBytes / 1e6 / capture.seconds], beside: copy },
    { subject: 'in', unit: 's', rounds: [capture.seconds] },
    { subject: 'in: processor time', unit: 's', rounds: [capture.cpuSeconds] },
    { subject: 'in: most memory of capture', unit: 'MB', rounds: [capture.peakBytes / 1e6], beside: memory },
    { subject: 'in: most of one PostgreSQL process', unit: 'MB', rounds: [database.peakBytes / 1e6], beside: memory },
    { subject: 'out, digest equal', unit: 'MB/s', rounds: [recordingBytes / 1e6 / fetch.seconds], beside: copy },
    { subject: 'out', unit: 's', rounds: [fetch.seconds] },
    { subject: 'out: processor time', unit: 's', rounds: [fetch.cpuSeconds] },
    { subject: 'out: most memory of fetch', unit: 'MB', rounds: [fetch.peakBytes / 1e6], beside: memory },
  ]
}

async function refuseFullDisk(folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  const free = bavail * bsize
  if (free < neededBytes) throw new Error(`${folder} has ${(free / 1e9).toFixed(1)} GB free, large needs 12 GB`)
}

/** Runs `work` while the database is held here, and watches its processes. */
async function withDatabasePeak<T>({ dataDir }: BenchArchive, work: () => Promise<T>) {
  const database = await joinEmbeddedDatabase(dataDir)
  try {
    const server = await databasePid(dataDir)
    const watch = watchMemory(() => childrenOf(server), 200)
    try {
      return { result: await work(), peakBytes: await watch.stop() }
    } finally {
      await watch.stop()
    }
  } finally {
    await database.leave()
  }
}

/** MB a second of a plain copy that is on the disk when it counts as done. */
async function copyRate(path: string): Promise<number> {
  const copy = `${path}.copy`
  const start = performance.now()
  await promisify(execFile)('cp', ['--reflink=never', path, copy])
  const handle = await open(copy, 'r')
  await handle.sync()
  await handle.close()
  const seconds = (performance.now() - start) / 1000
  await rm(copy)
  return recordingBytes / 1e6 / seconds
}

const Shown = z.object({ documents: z.array(z.object({ document: z.number(), path: z.string() })) })

/** Throws unless what comes out is what went in. */
async function fetchRecording(archive: BenchArchive, number: string, { sha256 }: RecordingCase) {
  const shown = Shown.parse(JSON.parse((await archive.run('show', number, '--json')).stdout))
  const recording = shown.documents.find(({ path }) => path.endsWith('.wav'))
  if (recording === undefined) throw new Error(`record ${number} has no recording`)
  const output = join(archive.folder, 'fetched.wav')
  const fetch = await archive.run('fetch', number, '--document', `${recording.document}`, '-o', output, '--json')
  const fetched = await sha256Of(output)
  const { size } = await stat(output)
  await rm(output)
  if (fetched === sha256 && size === recordingBytes) return fetch
  throw new Error(`SHA-256 ${fetched} of ${size} B came out, ${sha256} went in`)
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) hash.update(chunk)
  return hash.digest('hex')
}
