import type { EmbeddedFolder } from './embedded-folder.ts'
import { whileLocked } from './file-lock.ts'

const pace = { everyMs: 5, forMs: 120_000 } as const

/** Does `work` while no other process starts or stops the server of this folder. */
export function takeTurn<T>(folder: EmbeddedFolder, work: () => Promise<T>): Promise<T> {
  return whileLocked(folder.turn, pace, work)
}
