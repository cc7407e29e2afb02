import type { Capacity } from '../capacity/capacity.ts'
import type { Archive } from '../open-archive.ts'
import { pipelineStatus } from './case-status.ts'
import { type CopyStatus, copyStatus } from './copy-now.ts'
import { type DueStatus, dueStatus } from './due-status.ts'
import { type JournalStatus, journalStatus } from './journal-status.ts'
import { type LockStatus, lockStatus } from './lock-status.ts'

/** How an archive stands. */
export type ArchiveStatus = Awaited<ReturnType<typeof pipelineStatus>> & {
  readonly journal: JournalStatus
  /** Absent where there is no second store. */
  readonly copies?: CopyStatus
  readonly locks: LockStatus
  readonly due: DueStatus
  readonly capacity: Capacity
}

/** 系统状态: cases, how far journal and second copy are behind, whether locks are in order, what is due, and how much room there is. */
export async function archiveStatus(archive: Archive): Promise<ArchiveStatus> {
  const { catalogue, now } = archive
  const [counts, journal] = [await pipelineStatus(catalogue), await journalStatus(archive)]
  const [copies, locks] = [await copyStatus(archive), await lockStatus(catalogue, now())]
  const [due, capacity] = [await dueStatus(catalogue, now()), await archive.capacity.measure()]
  return { ...counts, journal, ...(copies === undefined ? {} : { copies }), locks, due, capacity }
}
