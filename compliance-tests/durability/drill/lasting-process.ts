import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { childEnvironment } from '../../stack/child-environment.ts'

/** How a process is started, and by which words on stderr it says that it is ready. */
export type ProcessOptions = {
  readonly name: string
  readonly args: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly readyWords: string
  /** What it says on stderr is appended there. */
  readonly log: string
}

const restartAfterMs = 200
/** Of a start, and of those after it that failed because something else was being started. */
const longestStartMs = 180_000

/** A process that is started again whenever it ends, as a supervisor of services does. It dies with this one. */
export class LastingProcess {
  readonly #options: ProcessOptions
  /** How it ended by itself after it had been ready: whatever happens to others, it should not. */
  readonly failures: string[] = []
  starts = 0
  #child: ChildProcess | undefined
  #ready = Promise.withResolvers<void>()
  #stopping = false

  constructor(options: ProcessOptions) {
    this.#options = options
    this.#ready.promise.catch(() => undefined)
    this.#start()
  }

  get pid(): number {
    return this.#child?.pid ?? Number.NaN
  }

  /** Resolves when the process that runs now, or the next one, is ready. Throws when that takes minutes. */
  async ready(): Promise<void> {
    const late = new AbortController()
    const tooLate = pause(longestStartMs, undefined, { signal: late.signal, ref: false })
    try {
      await Promise.race([
        this.#ready.promise,
        tooLate.then(() =>
          Promise.reject(new Error(`${this.#options.name} does not become ready: ${this.#options.log}`)),
        ),
      ])
    } finally {
      late.abort()
      tooLate.catch(() => undefined)
    }
  }

  /** Ends it for good, in its own way. */
  async stop(): Promise<void> {
    this.#stopping = true
    const child = this.#child
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGTERM')
    await once(child, 'exit')
  }

  #start(): void {
    const { args, environment, readyWords, log } = this.#options
    this.starts += 1
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', process.execPath, ...args], {
      env: { ...childEnvironment, ...environment },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    this.#child = child
    const ready = this.#ready
    let said = ''
    let isReady = false
    child.stderr?.on('data', (chunk: Buffer) => {
      if (isReady) return
      said += chunk.toString()
      isReady = said.includes(readyWords)
      if (isReady) ready.resolve()
    })
    child.stderr?.pipe(createWriteStream(log, { flags: 'a' }))
    child.once('exit', (code, signal) => this.#ended(isReady, code, signal))
  }

  #ended(wasReady: boolean, code: number | null, signal: NodeJS.Signals | null): void {
    if (wasReady) this.#ready = Promise.withResolvers()
    if (this.#stopping) return
    if (wasReady && signal !== 'SIGKILL') this.failures.push(`${this.#options.name} ended by itself: ${code ?? signal}`)
    setTimeout(() => {
      if (!this.#stopping) this.#start()
    }, restartAfterMs)
  }
}
