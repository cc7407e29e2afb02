import { DatabaseSync } from 'node:sqlite'
import { databaseUnavailable } from './database-unavailable.ts'
import { type Pace, poll } from './poll.ts'

/** A lock held on a file. The operating system takes it back when its holder dies, however it dies. */
export type FileLock = { release(): void }

/** `shared` goes together with other `shared` holders, `exclusive` with nobody. */
export type LockMode = 'shared' | 'exclusive'

// Node has no file lock of its own. SQLite keeps a transaction on an empty database file as exactly that:
// a lock of the kernel on the file, which also tells two holders inside one process apart.
const begin = {
  shared: 'begin; select count(*) from sqlite_schema',
  exclusive: 'begin exclusive',
} as const satisfies Record<LockMode, string>

const SQLITE_BUSY = 5

// A database handle that is garbage collected closes, and its lock is gone: whoever holds a lock is kept here.
const held = new Set<DatabaseSync>()

/** Takes the lock at once, or resolves to `undefined` because others hold it. The file is made if it is not there. */
export function tryLock(path: string, mode: LockMode): FileLock | undefined {
  const handle = new DatabaseSync(path, { timeout: 0 })
  try {
    handle.exec(begin[mode])
  } catch (error) {
    handle.close()
    if (isBusy(error)) return undefined
    throw error
  }
  held.add(handle)
  return {
    release: () => {
      if (held.delete(handle)) handle.close()
    },
  }
}

/** Does `work` while nobody else holds the lock. Throws `DATABASE_UNAVAILABLE` if it does not become free in time. */
export async function whileLocked<T>(path: string, pace: Pace, work: () => Promise<T>): Promise<T> {
  const lock = await poll(() => tryLock(path, 'exclusive'), pace)
  if (lock === undefined) {
    throw databaseUnavailable({
      zh: `另一进程占用 ${path} 超过 ${pace.forMs / 1000} 秒，请检查是否有停住的进程`,
      en: `another process has held ${path} for ${pace.forMs / 1000} s: look for one that hangs`,
    })
  }
  try {
    return await work()
  } finally {
    lock.release()
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY
}
