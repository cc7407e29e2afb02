import { type EmbeddedFolder, hasCluster } from './embedded-folder.ts'
import { ensureServer } from './ensure-server.ts'
import { findRunningServer } from './running-server.ts'
import { takeTurn } from './take-turn.ts'

/** What the guard needs to know. */
export type GuardOptions = {
  readonly durable: boolean
  readonly everyMs: number
  readonly log: (line: string) => void
}

/**
 * Looks after the server while this process uses it: one that was killed is started again, on the same port if it is
 * free, so that the pools of this process find it. Does not keep the process alive.
 * After `stop` nothing is started any more by whoever holds the turn.
 */
export function guardServer(folder: EmbeddedFolder, options: GuardOptions): { stop(): void } {
  let stopped = false
  let busy = false
  const revive = async () => {
    if (busy || (await isServed(folder))) return
    busy = true
    try {
      await takeTurn(folder, async () => {
        if (stopped) return
        const { port, started } = await ensureServer(folder, options.durable)
        if (started) options.log(`the database server was gone and runs again on port ${port}`)
      })
    } finally {
      busy = false
    }
  }
  const timer = setInterval(() => {
    revive().catch((error: unknown) => options.log(`the database server is gone: ${error}`))
  }, options.everyMs)
  timer.unref()
  return {
    stop: () => {
      stopped = true
      clearInterval(timer)
    },
  }
}

// A folder that was taken away is not made anew under the feet of whoever did so.
async function isServed(folder: EmbeddedFolder): Promise<boolean> {
  return !(await hasCluster(folder)) || (await findRunningServer(folder.cluster)) !== undefined
}
