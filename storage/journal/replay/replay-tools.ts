import { attempt } from '#archive-schema/attempt.ts'
import type { Fault } from '#archive-schema/fault.ts'
import type { JournalObjects } from '../journal-objects.ts'

/** How far a replay has come. */
export type ReplayProgress = {
  readonly phase: 'segments' | 'records' | 'tables' | 'verification'
  readonly done: number
  readonly total: number
}

export type ReplayTools = {
  readonly objects: JournalObjects
  /** The journal in the second store; absent where there is none. */
  readonly second: (() => Promise<JournalObjects>) | undefined
  /** Told what could not be taken; all else is. */
  readonly onFault: (fault: Fault) => void
  readonly onProgress: (progress: ReplayProgress) => void
}

/** What is read from the first store; where it is missing or damaged there, from the second. Throws what the first has refused. */
export async function readFromEither<T>(
  { objects, second }: Pick<ReplayTools, 'objects' | 'second'>,
  read: (objects: JournalObjects) => Promise<T>,
): Promise<T> {
  const first = await attempt(() => read(objects))
  if ('value' in first) return first.value
  const other = second === undefined ? first : await attempt(async () => read(await second()))
  if ('value' in other) return other.value
  throw first.refusal
}
