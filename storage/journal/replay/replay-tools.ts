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
  /** Told what could not be taken; all else is. */
  readonly onFault: (fault: Fault) => void
  readonly onProgress: (progress: ReplayProgress) => void
}
