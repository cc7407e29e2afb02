import type { ZodType } from 'zod'
import {
  AppraisalRequest,
  ApprovalRequest,
  AttestationRequest,
  DestructionRequest,
  WithdrawalRequest,
} from '#archive-schema/disposal/disposal-requests.ts'
import { attestDestruction } from '#pipelines/disposal/attest.ts'
import type { Standing } from '#pipelines/disposal/begin-destruction.ts'
import { carryOut } from '#pipelines/disposal/carry-out.ts'
import { draftList } from '#pipelines/disposal/draft-list.ts'
import { approveList, orderDestruction, withdrawList } from '#pipelines/disposal/sign-list.ts'
import type { Archive } from '../open-archive.ts'
import { refuseInvalid } from '../refuse-invalid.ts'
import { requireRecord } from './require-record.ts'
import { showDisposal, type ToldDisposal } from './show-disposal.ts'

/**
 * 鉴定 (`AppraisalRequest`) of records named by 电子文件号 or 档号. Throws `REQUEST_INVALID`, `RECORD_NOT_FOUND`, `DISPOSAL_NOT_DUE`,
 * `DISPOSAL_LISTED`, `DISPOSAL_ON_MEDIA`, `RETENTION_NOT_LONGER`.
 */
export async function appraiseRecords(archive: Archive, given: unknown): Promise<ToldDisposal> {
  const parsed = AppraisalRequest.safeParse(given)
  refuseInvalid(parsed)
  const destroy = await withNumbers(archive, parsed.data.destroy)
  const extend = await withNumbers(archive, parsed.data.extend)
  const { list } = await draftList(archive, { ...parsed.data, destroy, extend })
  return showDisposal(archive, list)
}

/** 签署 (`ApprovalRequest`). Throws `REQUEST_INVALID`, `DISPOSAL_LIST_MISSING`, `DISPOSAL_PERSON`, `DISPOSAL_ORDERED`. */
export const approveDisposal = signing(ApprovalRequest, approveList)

/** 撤回 (`WithdrawalRequest`). Throws `REQUEST_INVALID`, `DISPOSAL_LIST_MISSING`, `DISPOSAL_ORDERED`, `DISPOSAL_WITHDRAWN`. */
export const withdrawDisposal = signing(WithdrawalRequest, withdrawList)

/** What has become of the records of a list that is carried out. */
export type ToldRun = { readonly list: string; readonly records: readonly ToldStanding[] }
type ToldStanding = Pick<Standing, 'number' | 'state'> & { readonly reason?: string; readonly until?: string }

/**
 * 销毁 (`DestructionRequest`): orders it, and destroys what may go now. Throws `REQUEST_INVALID`, `DISPOSAL_UNAPPROVED`, `DISPOSAL_PERSON`,
 * `DISPOSAL_ORDERED`, `DISPOSAL_LIST_MISSING`, `DISPOSAL_TRACES`, `STORE_UNAVAILABLE`.
 */
export async function destroyListed(archive: Archive, list: string, given: unknown): Promise<ToldRun> {
  const parsed = DestructionRequest.safeParse(given)
  refuseInvalid(parsed)
  await orderDestruction(archive, list, parsed.data)
  return runDisposal(archive, list)
}

/** Goes on with a list that was ordered; workers do the same every hour. Throws as `carryOut` does. */
export async function runDisposal(archive: Archive, list: string): Promise<ToldRun> {
  const records = (await carryOut(archive, list)).map(tellStanding)
  return { list, records }
}

/** 监销签字 (`AttestationRequest`). Throws `REQUEST_INVALID` and as `attestDestruction` does. */
export const attestDisposal = signing(AttestationRequest, attestDestruction)

/** One step of a list: what is asked for it is read strictly, and the list told as it stands after it. */
function signing<Asked>(
  Request: ZodType<Asked>,
  sign: (archive: Archive, list: string, asked: Asked) => Promise<unknown>,
) {
  return async (archive: Archive, list: string, given: unknown): Promise<ToldDisposal> => {
    const parsed = Request.safeParse(given)
    refuseInvalid(parsed)
    await sign(archive, list, parsed.data)
    return showDisposal(archive, list)
  }
}

function tellStanding(standing: Standing): ToldStanding {
  if (standing.state !== 'waiting') return standing
  const { until, ...told } = standing
  return { ...told, ...(until === undefined ? {} : { until: until.toISOString() }) }
}

async function withNumbers<Asked extends { readonly number: string }>(
  { catalogue }: Archive,
  asked: readonly Asked[],
): Promise<Asked[]> {
  const found: Asked[] = []
  for (const each of asked) found.push({ ...each, number: (await requireRecord(catalogue, each.number)).number })
  return found
}
