import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { dat70Gd } from '#archive-schema/inspection/dat70-gd.ts'
import { inspectPackage } from '#pipelines/inspection/inspect-package.ts'
import type { InspectionSubject } from '#pipelines/inspection/inspection-subject.ts'
import { measurePackage } from '#pipelines/inspection/measure-package.ts'
import { readCase, sealSample } from '#pipelines/inspection/sealed-sample-trial.ts'
import { openSigner } from '#storage/keys/open-signer.ts'
import { openPackage } from '#storage/packages/package-reader.ts'
import type { Benchmark, BenchmarkTools } from './benchmark.ts'
import { writeBornDigitalCase } from './born-digital-case.ts'
import type { Figure } from './figure.ts'
import { peakMemory } from './process-usage.ts'

/** What 四性检测 costs beside the hashing that nobody can spare it. */
export const inspection: Benchmark = {
  name: 'inspection',
  title: 'inspection of a package of 13 files and 3.7 MB at 归档, every automatic item, no virus scan',
  run: measureInspection,
}

const caseBytes = 3_700_000
const rounds = 5
const inspectionsARound = 20
const batch = 1_000
const goalMs = 60
const mebibyte = 2 ** 20

async function measureInspection({ note, signal }: BenchmarkTools): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'guidang-inspection-'))
  try {
    const subject = await sealedCase(folder)
    const { entries } = await openPackage(subject.container)
    const inspect = () => inspectPackage(subject, dat70Gd)
    const heldAfterBatch = async (time: string) => {
      note(`inspection: the ${time} batch of ${batch} packages`)
      await processorMs(inspect, batch)
      return heldMebibytes()
    }
    const { outcome } = await inspect()
    if (outcome !== 'PASS') throw new Error(`the package does not pass, but comes to ${outcome}`)
    const [whole, hashing]: [number[], number[]] = [[], []]
    for (let round = 1; round <= rounds; round++) {
      signal.throwIfAborted()
      note(`inspection: round ${round} of ${rounds}`)
      hashing.push(await processorMs(() => measurePackage(subject.container, entries), inspectionsARound))
      whole.push(await processorMs(inspect, inspectionsARound))
    }
    const before = await heldMebibytes()
    const [afterOne, afterTwo] = [await heldAfterBatch('first'), await heldAfterBatch('second')]
    const beyond = whole.map((ms, round) => ms - (hashing[round] ?? Number.NaN))
    return [
      { subject: 'inspection', unit: 'CPU ms', rounds: whole, beside: [{ name: 'hashing once', rounds: hashing }] },
      { subject: 'beyond hashing', unit: 'CPU ms', rounds: beyond, beside: [{ name: 'goal', rounds: [goalMs] }] },
      {
        subject: `peak memory after ${2 * batch} inspections`,
        unit: 'MiB',
        rounds: [afterTwo],
        beside: [
          { name: `after ${batch}`, rounds: [afterOne] },
          { name: 'before', rounds: [before] },
        ],
      },
    ]
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function sealedCase(folder: string): Promise<InspectionSubject> {
  const place = await writeBornDigitalCase(join(folder, 'case'), 'BENCH-000001', caseBytes)
  const signer = await openSigner({ dataDir: folder, algorithm: 'ecdsa-p256', now: new Date() })
  const sample = await readCase(pathToFileURL(`${place}/`))
  return sealSample(sample, signer, { subject: () => ({ scanner: undefined }) })
}

/** Processor time of one `work`, on average of `times`. */
async function processorMs(work: () => Promise<unknown>, times: number): Promise<number> {
  const start = process.cpuUsage()
  for (let i = 0; i < times; i++) await work()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000 / times
}

async function heldMebibytes(): Promise<number> {
  return ((await peakMemory(process.pid)) ?? Number.NaN) / mebibyte
}
