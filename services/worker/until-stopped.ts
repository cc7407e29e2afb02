import { type Beginning, repeat } from '../repeat.ts'

/** Work that is done every so often, told when to stop, and waited for. */
export type Repeated = { stop(): Promise<void> }

/** Repeats `work` until it is stopped; then `work` is aborted and waited for, and what it throws for that is no error. */
export function untilStopped(
  everyMs: number,
  work: (signal: AbortSignal) => Promise<unknown>,
  onError: (error: unknown) => void,
  begins?: Beginning,
): Repeated {
  const stopping = new AbortController()
  let running: Promise<unknown> = Promise.resolve()
  const round = () => {
    running = work(stopping.signal)
    return running
  }
  const tell = (error: unknown) => {
    if (!stopping.signal.aborted) onError(error)
  }
  const repeated = repeat(everyMs, round, tell, begins)
  return {
    async stop() {
      stopping.abort()
      repeated.stop()
      // How it ended was told to `onError`.
      await running.catch(() => undefined)
    },
  }
}
