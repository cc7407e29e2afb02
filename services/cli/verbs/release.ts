import { releaseRecords } from '../../access/hold-records.ts'
import { tellHolding } from '../retention-lines.ts'
import { withArchive } from '../with-archive.ts'

type ReleaseOptions = {
  readonly authority: string
  readonly reason: string
  readonly by: string
  readonly json?: boolean
}

/** Lifts a hold, from the named records or from all. */
export async function release(
  id: string,
  numbers: readonly string[],
  { json = false, ...act }: ReleaseOptions,
): Promise<void> {
  const request = { ...act, ...(numbers.length === 0 ? {} : { numbers }) }
  await withArchive(async (archive) => tellHolding('解除保全', await releaseRecords(archive, id, request), json))
}
