import type { LockFault } from '#storage/catalogue/lock-renewals.ts'
import { protectRecord } from './protect-record.ts'
import type { LockTools } from './retention-tools.ts'

/** Brings the objects of records to the lock and hold that are due to them, one record after the other. */
export async function protectAll(tools: LockTools, numbers: readonly string[]): Promise<readonly LockFault[]> {
  const faults: LockFault[] = []
  for (const number of numbers) faults.push(...(await protectRecord(tools, number)))
  return faults
}
