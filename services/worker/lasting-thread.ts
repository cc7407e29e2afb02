import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { Worker as Thread } from 'node:worker_threads'

export type ThreadOptions = {
  /** Posts a message when it has started; ends when it is posted `stop`. */
  readonly program: URL
  readonly workerData: unknown
  /** Told why a thread has ended that was not asked to. */
  readonly onError: (error: unknown) => void
  /** How long after its end it is started again. */
  readonly restartAfterMs: number
}

/** A thread that is started again when it ends without having been asked to. */
export class LastingThread {
  readonly #options: ThreadOptions
  readonly #stopping = new AbortController()
  #running: Promise<Thread | undefined>

  private constructor(options: ThreadOptions, first: Thread) {
    this.#options = options
    this.#running = Promise.resolve(this.#watch(first))
  }

  /** Resolves when the program has started; rejects when it cannot. */
  static async start(options: ThreadOptions): Promise<LastingThread> {
    return new LastingThread(options, await startThread(options))
  }

  /** Asks the program to end and waits until it has. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    const thread = await this.#running
    if (thread === undefined) return
    // An error on the way out is told like any other; what counts here is the end.
    const ended = new Promise((resolve) => thread.once('exit', resolve))
    thread.postMessage('stop')
    await ended
  }

  #watch(thread: Thread): Thread {
    thread.on('error', this.#options.onError)
    thread.once('exit', (code) => {
      if (this.#stopping.signal.aborted) return
      this.#options.onError(new Error(`a thread has ended by itself with ${code}`))
      this.#running = this.#restart()
    })
    return thread
  }

  async #restart(): Promise<Thread | undefined> {
    const { restartAfterMs, onError } = this.#options
    for (;;) {
      await pause(restartAfterMs)
      if (this.#stopping.signal.aborted) return undefined
      try {
        return this.#watch(await startThread(this.#options))
      } catch (error) {
        onError(error)
      }
    }
  }
}

async function startThread({ program, workerData }: ThreadOptions): Promise<Thread> {
  const thread = new Thread(program, { workerData })
  // Rejects with the error of a program that cannot start.
  await once(thread, 'message')
  return thread
}
