import { ArchiveError } from '#archive-schema/archive-error.ts'
import {
  approvalTitles,
  missingRoles,
  whyNotApprover,
  whyNotWatchers,
} from '#archive-schema/disposal/disposal-people.ts'
import type {
  ApprovalRequest,
  DestructionRequest,
  WithdrawalRequest,
} from '#archive-schema/disposal/disposal-requests.ts'
import { formatDisposalText } from '#archive-schema/disposal/disposal-texts.ts'
import { timeLine } from '#archive-schema/retention/act-text.ts'
import { claimList, type KeptList } from '#storage/catalogue/disposal-lists.ts'
import { insertApproval, insertDisposalOrder, insertWithdrawal } from '#storage/catalogue/disposal-steps.ts'
import type { RetentionTools } from '../retention/retention-tools.ts'
import { wholeSecond } from '../retention/whole-second.ts'

/** What signing works with. */
export type SigningTools = Pick<RetentionTools, 'catalogue' | 'ledger' | 'now'>

/**
 * 签署: somebody agrees to a list in his role. Throws `DISPOSAL_LIST_MISSING`, `DISPOSAL_PERSON`, `DISPOSAL_ORDERED`,
 * `DISPOSAL_WITHDRAWN`.
 */
export async function approveList(
  { catalogue, ledger, now }: SigningTools,
  id: string,
  { role, person }: ApprovalRequest,
): Promise<void> {
  const at = wholeSecond(now())
  await catalogue.transact(async (transaction) => {
    const list = await claimList(transaction, id)
    demandUnordered(list)
    demandPerson(person.name, whyNotApprover(list, role, person))
    const head = { form: 'guidang-disposal-approval/1', ...ofList(list), at: timeLine(at), role, person } as const
    const text = formatDisposalText({ head, lines: [] })
    await ledger.enterWithin(transaction, { type: 'dispose', text, at }, ({ sha256 }) =>
      insertApproval(transaction, id, { role, person, at }, sha256),
    )
  })
}

/** 撤回: a list that was not ordered yet is given up; its records may be appraised again. Throws as `approveList` does. */
export async function withdrawList(
  { catalogue, ledger, now }: SigningTools,
  id: string,
  { by, reason }: WithdrawalRequest,
): Promise<void> {
  const at = wholeSecond(now())
  await catalogue.transact(async (transaction) => {
    const list = await claimList(transaction, id)
    demandUnordered(list)
    const head = { form: 'guidang-disposal-withdrawal/1', ...ofList(list), at: timeLine(at), by, reason } as const
    const text = formatDisposalText({ head, lines: [] })
    await ledger.enterWithin(transaction, { type: 'dispose', text, at }, ({ sha256 }) =>
      insertWithdrawal(transaction, id, { by, at }, sha256),
    )
  })
}

/**
 * 销毁令: a list to which all have agreed is to be carried out, under the eyes of two. Nothing is destroyed yet. Throws
 * `DISPOSAL_UNAPPROVED`, `DISPOSAL_PERSON`, `DISPOSAL_ORDERED`, `DISPOSAL_LIST_MISSING`.
 */
export async function orderDestruction(
  { catalogue, ledger, now }: SigningTools,
  id: string,
  { by, watchers }: DestructionRequest,
): Promise<void> {
  const at = wholeSecond(now())
  await catalogue.transact(async (transaction) => {
    const list = await claimList(transaction, id)
    demandUnordered(list)
    const missing = missingRoles(list).map((role) => approvalTitles[role])
    if (missing.length > 0) throw new ArchiveError({ code: 'DISPOSAL_UNAPPROVED', file: id, found: missing.join('、') })
    demandPerson(watchers.map(({ name }) => name).join('、'), whyNotWatchers(list, watchers))
    const head = { form: 'guidang-disposal-order/1', ...ofList(list), at: timeLine(at), by, watchers } as const
    const text = formatDisposalText({ head, lines: [] })
    await ledger.enterWithin(transaction, { type: 'dispose', text, at }, ({ sha256 }) =>
      insertDisposalOrder(transaction, id, { by, watchers, at }, sha256),
    )
  })
}

/** Throws `DISPOSAL_PERSON` if there is a reason. */
export function demandPerson(name: string, why: string | undefined): void {
  if (why !== undefined) throw new ArchiveError({ code: 'DISPOSAL_PERSON', field: name, found: why })
}

/** The fields by which a text names its list. */
export function ofList({ id, sha256 }: KeptList): { readonly list: string; readonly listSha256: string } {
  return { list: id, listSha256: sha256 }
}

function demandUnordered({ id, order, withdrawnAt }: KeptList): void {
  if (withdrawnAt !== undefined) throw new ArchiveError({ code: 'DISPOSAL_WITHDRAWN', file: id })
  if (order !== undefined) throw new ArchiveError({ code: 'DISPOSAL_ORDERED', file: id })
}
