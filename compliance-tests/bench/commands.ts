import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { type BenchArchive, guidangProgram, openBenchArchive } from './bench-archive.ts'
import type { Benchmark, BenchmarkTools } from './benchmark.ts'
import { writeBornDigitalCases } from './born-digital-case.ts'
import type { Figure } from './figure.ts'
import { runNode } from './finished-command.ts'

/** What a person waits for at the command line. */
export const commands: Benchmark = {
  name: 'commands',
  title: 'commands on a warm data folder of 50 records, each a process',
  run: measureCommands,
}

const rounds = 5
const goalSeconds = 2

async function measureCommands(tools: BenchmarkTools): Promise<Figure[]> {
  await using archive = await openBenchArchive()
  const verbs = await prepareVerbs(archive)
  const times = new Map<string, number[]>()
  const take = (name: string, seconds: number) => times.set(name, [...(times.get(name) ?? []), seconds])
  const runAll = async (state: string) => {
    for (const [verb, ...args] of verbs) take(`${verb}, ${state}`, (await archive.run(verb, ...args)).seconds)
  }
  for (let round = 1; round <= rounds; round++) {
    tools.signal.throwIfAborted()
    tools.note(`commands: round ${round} of ${rounds}`)
    take(nothing, (await runNode(['-e', ''], archive.environment)).seconds)
    await runAll('server not running')
    const server = await startServer(archive)
    try {
      take('serve until it listens', server.seconds)
      await runAll('server running')
    } finally {
      await server.stop()
    }
  }
  return figuresOf(times)
}

const nothing = 'node without a program'

type VerbCall = readonly [verb: string, ...args: string[]]

/** Archives some cases, so that there is something to find. */
async function prepareVerbs(archive: BenchArchive): Promise<readonly VerbCall[]> {
  const cases = await writeBornDigitalCases(archive.folder, { prefix: 'COMMANDS', count: 50, bytes: 260_000 })
  const { numbers } = await archive.capture(cases)
  const number = numbers[0] ?? ''
  return [
    ['status', '--json'],
    ['show', number, '--json'],
    ['search', '人力资源', '--json'],
    ['verify', number, '--json'],
  ]
}

/** Starts the API with its workers; resolves when it says that it listens. */
async function startServer({
  environment,
}: BenchArchive): Promise<{ readonly seconds: number; stop(): Promise<void> }> {
  const start = performance.now()
  const child = spawn(process.execPath, [guidangProgram, 'serve'], {
    env: { ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = once(child, 'close')
  const said: string[] = []
  const listening = new Promise<void>((resolve, reject) => {
    createInterface(child.stderr)
      .on('line', (line) => {
        said.push(line)
        if (line.includes('/api/docs')) resolve()
      })
      .on('close', () => reject(new Error(`serve did not start:\n${said.join('\n')}`)))
  })
  await listening
  return {
    seconds: (performance.now() - start) / 1000,
    async stop() {
      child.kill('SIGTERM')
      const [code] = await ended
      if (code !== 0) throw new Error(`serve ended with ${code}:\n${said.join('\n')}`)
    },
  }
}

function figuresOf(times: ReadonlyMap<string, readonly number[]>): Figure[] {
  const beside = [{ name: 'goal: about', rounds: [goalSeconds] }]
  return [...times].map(([subject, seconds]) => ({
    subject,
    unit: 's',
    rounds: seconds,
    ...(subject === nothing ? {} : { beside }),
  }))
}
