import { approvalTitles, personText } from '#archive-schema/disposal/disposal-people.ts'
import type { ToldRun } from '../access/disposals.ts'
import type { disposalPage, ToldDisposal } from '../access/show-disposal.ts'
import { print, printJson } from './output.ts'

type ListHead = Awaited<ReturnType<typeof disposalPage>>['lists'][number]

/** One list on a line: where it stands. */
export function listLine({ list, drafter, draftedAt, ...state }: ListHead): string {
  return [list, draftedAt, drafter.name, stateOf(state)].join('  ')
}

function stateOf({
  missing,
  withdrawnAt,
  orderedAt,
  certificateSha256,
}: Omit<ListHead, 'list' | 'drafter' | 'draftedAt'>): string {
  if (certificateSha256 !== undefined) return `办结 ${certificateSha256}`
  if (withdrawnAt !== undefined) return `撤回 ${withdrawnAt}`
  if (missing.length > 0) return `待签署：${missing.map((role) => approvalTitles[role]).join('、')}`
  return orderedAt === undefined ? '已签署' : `销毁 ${orderedAt}`
}

/** A list with its signatures and records. */
export async function tellDisposal(told: ToldDisposal, json = false): Promise<void> {
  if (json) return printJson(told)
  await print(listLine(told))
  for (const { role, ...person } of told.approvals) await print(`  ${approvalTitles[role]}  ${personText(person)}`)
  for (const { hasSigned, ...person } of told.watchers)
    await print(`  监销人  ${personText(person)}${hasSigned ? '' : '  待签字'}`)
  for (const { number, title, opinion, reason, endsOn, verifiedAt, disposedAt } of told.items) {
    const fate = verifiedAt ?? disposedAt
    await print(
      [`  ${number}`, title, endsOn, fate === undefined ? `${opinion}：${reason}` : `销毁 ${fate}`].join('  '),
    )
  }
}

/** Where the records of a list stand that is carried out. */
export async function tellRun(told: ToldRun, json = false): Promise<void> {
  if (json) return printJson(told)
  const words = { destroyed: '已销毁', withheld: '未销毁', waiting: '待销毁' } as const
  for (const { number, state, reason = '', until = '' } of told.records)
    await print([words[state], number, reason, until].join('  ').trimEnd())
}
