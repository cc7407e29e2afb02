import { underFreeLock } from './advisory-lock.ts'
import type { Catalogue } from './catalogue.ts'

/** Key of the advisory lock of whoever copies; any constant of our own will do. */
const copyingLock = 0x0a_2c_41_1f

/** Runs `work` unless another process does the same now. Resolves to `undefined` in that case. */
export function asOnlyCopier<T>(catalogue: Catalogue, work: () => Promise<T>): Promise<T | undefined> {
  return underFreeLock(catalogue, copyingLock, work)
}
