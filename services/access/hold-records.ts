import { HoldRequest, ReleaseRequest } from '#archive-schema/retention/retention-requests.ts'
import { liftHold } from '#pipelines/retention/lift-hold.ts'
import { placeHold } from '#pipelines/retention/place-hold.ts'
import type { LockFault } from '#storage/catalogue/lock-renewals.ts'
import type { Archive } from '../open-archive.ts'
import { refuseInvalid } from '../refuse-invalid.ts'
import { requireRecord } from './require-record.ts'

/** What has become of a request on holds: the records, and whose objects the store could not mark yet (workers go on trying). */
export type ToldHolding = {
  readonly hold: string
  readonly numbers: readonly string[]
  readonly faults: readonly LockFault[]
}

/** 保全 (`HoldRequest`) on records named by 电子文件号 or 档号. Throws `REQUEST_INVALID`, `RECORD_NOT_FOUND`. */
export async function holdRecords(archive: Archive, given: unknown): Promise<ToldHolding> {
  const parsed = HoldRequest.safeParse(given)
  refuseInvalid(parsed)
  const numbers = await numbersOf(archive, parsed.data.numbers)
  const { hold, faults } = await placeHold(archive, { ...parsed.data, numbers })
  return { hold: hold.id, numbers: hold.numbers, faults }
}

/** 解除保全 (`ReleaseRequest`). Throws `REQUEST_INVALID`, `HOLD_NOT_FOUND`, `HOLD_NOT_ACTIVE`, `RECORD_NOT_FOUND`. */
export async function releaseRecords(archive: Archive, hold: string, given: unknown): Promise<ToldHolding> {
  const parsed = ReleaseRequest.safeParse(given)
  refuseInvalid(parsed)
  const { numbers: typed, ...rest } = parsed.data
  const numbers = typed && (await numbersOf(archive, typed))
  const { release, faults } = await liftHold(archive, hold, { ...rest, ...(numbers === undefined ? {} : { numbers }) })
  return { hold, numbers: release.numbers, faults }
}

async function numbersOf({ catalogue }: Archive, typed: readonly string[]): Promise<string[]> {
  const numbers: string[] = []
  for (const each of typed) numbers.push((await requireRecord(catalogue, each)).number)
  return numbers
}
