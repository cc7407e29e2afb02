import { holdRecords } from '../../access/hold-records.ts'
import { tellHolding } from '../retention-lines.ts'
import { withArchive } from '../with-archive.ts'

type HoldOptions = {
  readonly authority: string
  readonly reason: string
  readonly by: string
  readonly json?: boolean
}

/** Places a hold on records. */
export async function hold(numbers: readonly string[], { json = false, ...act }: HoldOptions): Promise<void> {
  await withArchive(async (archive) => tellHolding('保全', await holdRecords(archive, { ...act, numbers }), json))
}
