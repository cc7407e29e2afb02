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
  /** Where else the journal lies, asked in this order: as it was repaired in the first store, in the second store. */
  readonly elsewhere: readonly (() => Promise<JournalObjects>)[]
  /** Told what could not be taken; all else is. */
  readonly onFault: (fault: Fault) => void
  readonly onProgress: (progress: ReplayProgress) => void
}

/** What is read from the first store; where it is missing or damaged there, from elsewhere. Throws what the first has refused. */
export async function readFromAny<T>(
  { objects, elsewhere }: Pick<ReplayTools, 'objects' | 'elsewhere'>,
  read: (objects: JournalObjects) => Promise<T>,
): Promise<T> {
  const first = await attempt(() => read(objects))
  if ('value' in first) return first.value
  for (const open of elsewhere) {
    const other = await attempt(async () => read(await open()))
    if ('value' in other) return other.value
  }
  throw first.refusal
}
