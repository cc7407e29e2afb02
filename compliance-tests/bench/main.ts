import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { note, print, reportError } from '#services/cli/output.ts'
import { audit } from './audit.ts'
import type { Benchmark, BenchmarkTools } from './benchmark.ts'
import { commands } from './commands.ts'
import { evidence } from './evidence.ts'
import { type Figure, median, ratioOf } from './figure.ts'
import { figureTable } from './figure-table.ts'
import { growth } from './growth.ts'
import { inspection } from './inspection.ts'
import { intake } from './intake.ts'
import { large } from './large.ts'
import { ledger } from './ledger.ts'
import { describeMachine, type Machine, machineLine } from './machine.ts'
import { mutations } from './mutations.ts'
import { ocr } from './ocr.ts'
import { watchOtherWork } from './other-work.ts'
import { sealing } from './sealing.ts'
import { store } from './store.ts'

const benchmarks: readonly Benchmark[] = [
  audit,
  commands,
  evidence,
  growth,
  inspection,
  intake,
  large,
  ledger,
  mutations,
  ocr,
  sealing,
  store,
]
const resultFolder = join(import.meta.dirname, '..', '..', 'bench-results')

/** A benchmark could not be run to its end. */
const exitFailed = 1
/** A benchmark of that name does not exist. */
const exitUsage = 2

/**
 * Runs the benchmarks that are named, or all; prints a table of each and writes `bench-results/<name>.json`. A number behind the names
 * is the size of a quick trial, for those that know one.
 */
async function main(args: readonly string[]): Promise<void> {
  const names = args.filter((arg) => !isSize.test(arg))
  const size = args.filter((arg) => isSize.test(arg)).map(Number)[0]
  const unknown = names.filter((name) => benchmarks.every((benchmark) => benchmark.name !== name))
  if (unknown.length > 0) {
    note(`no benchmark ${unknown.join(', ')}; there are ${benchmarks.map(({ name }) => name).join(', ')}`)
    process.exitCode = exitUsage
    return
  }
  const signal = interruption()
  for (const benchmark of benchmarks.filter(({ name }) => names.length === 0 || names.includes(name))) {
    await measure(benchmark, { note, signal, ...(size === undefined ? {} : { size }) })
  }
}

const isSize = /^[1-9]\d*$/

async function measure(benchmark: Benchmark, tools: BenchmarkTools): Promise<void> {
  const machine = await describeMachine()
  const startedAt = new Date().toISOString()
  const [start, others] = [performance.now(), await watchOtherWork()]
  const figures = await benchmark.run(tools)
  const seconds = Math.round((performance.now() - start) / 1000)
  const { name, title } = benchmark
  const result = { name, title, startedAt, seconds, machine, otherWork: await others.cores(), figures }
  await print(describeResult(result))
  await mkdir(resultFolder, { recursive: true })
  await writeFile(join(resultFolder, `${benchmark.name}.json`), `${JSON.stringify(forPrograms(result), null, 2)}\n`)
}

type Result = Omit<Benchmark, 'run'> & {
  readonly startedAt: string
  readonly seconds: number
  readonly machine: Machine
  /** Cores that were busy with something else meanwhile, on average. */
  readonly otherWork: number
  readonly figures: readonly Figure[]
}

function describeResult({ name, title, seconds, machine, otherWork, figures }: Result): string {
  const others = `meanwhile ${otherWork.toFixed(2)} of ${machine.cores} cores were busy with other work`
  return `\n${name}: ${title} (${seconds} s)\n${machineLine(machine)}\n${others}\n\n${figureTable(figures)}\n`
}

function forPrograms(result: Result) {
  const figures = result.figures.map(({ beside = [], ...figure }) => ({
    ...figure,
    median: median(figure.rounds),
    beside: beside.map((bound) => ({ ...bound, median: median(bound.rounds), ratio: ratioOf(figure, bound) })),
  }))
  return { ...result, figures }
}

/** The running command gets the terminal's interrupt as well and ends; what it leaves is removed before this process ends. */
function interruption(): AbortSignal {
  const controller = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort())
  return controller.signal
}

try {
  await main(process.argv.slice(2))
} catch (error) {
  await reportError(error, false)
  process.exitCode = exitFailed
}
