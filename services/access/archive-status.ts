import { countLockTrouble } from '#storage/catalogue/lock-renewals.ts'
import type { Capacity } from '../capacity/capacity.ts'
import type { Archive } from '../open-archive.ts'
import { pipelineStatus } from './case-status.ts'
import { type CopyStatus, copyStatus } from './copy-now.ts'
import { type DueStatus, dueStatus } from './due-status.ts'
import { type JournalStatus, journalStatus } from './journal-status.ts'
import { type LockStatus, lockStatus } from './lock-status.ts'

type Parts = Awaited<ReturnType<typeof pipelineStatus>> & {
  readonly journal: JournalStatus
  /** Absent where there is no second store. */
  readonly copies?: CopyStatus
  readonly due: DueStatus
  readonly capacity: Capacity
}

/** How an archive stands. */
export type ArchiveStatus = Parts & { readonly locks: LockStatus }

/** The same in figures: alarms of locks are only counted. */
export type ArchiveFigures = Parts & { readonly locks: Omit<LockStatus, 'alarms'> }

/** 系统状态: cases, how far journal and second copy are behind, whether locks are in order, what is due, and how much room there is. */
export async function archiveStatus(archive: Archive): Promise<ArchiveStatus> {
  const { catalogue, now } = archive
  return { ...(await measure(archive)), locks: await lockStatus(catalogue, now()) }
}

/** 运行指标: the same for those who count. */
export async function archiveFigures(archive: Archive): Promise<ArchiveFigures> {
  const { catalogue, now } = archive
  return { ...(await measure(archive)), locks: await countLockTrouble(catalogue.pool, now()) }
}

async function measure(archive: Archive): Promise<Parts> {
  const { catalogue, now } = archive
  const [counts, journal] = [await pipelineStatus(catalogue), await journalStatus(archive)]
  const [copies, due] = [await copyStatus(archive), await dueStatus(catalogue, now())]
  const capacity = await archive.capacity.measure()
  return { ...counts, journal, ...(copies === undefined ? {} : { copies }), due, capacity }
}
