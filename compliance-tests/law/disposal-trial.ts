import type { ApprovalRole, Person } from '#archive-schema/disposal/disposal-people.ts'
import type { AppraisalRequest } from '#archive-schema/disposal/disposal-requests.ts'
import { startOfChinaDay } from '#archive-schema/retention/china-day.ts'
import { draftList } from '#pipelines/disposal/draft-list.ts'
import { approveList, orderDestruction } from '#pipelines/disposal/sign-list.ts'
import { copyNow } from '#services/access/copy-now.ts'
import { dueRecords } from '#storage/catalogue/due-records.ts'
import type { PreservedRecord } from '#storage/catalogue/records.ts'
import { writeJournal } from '#storage/journal/journal.ts'
import { beginning, daysAfter, type RetentionTrial } from './retention-trial.ts'

/** The first instant after the terms of the records of a trial, and a day on which their locks have ended as well. */
export const termEnd = startOfChinaDay('2036-01-01')
export const afterLocks = daysAfter(31, termEnd)

export const drafter: Person = { name: '王芳', department: '档案室' }
export const approvers: readonly (readonly [ApprovalRole, Person])[] = [
  ['unit-head', { name: '赵刚', department: '局领导' }],
  ['archives-head', { name: '李敏', department: '档案室' }],
  ['forming-head', { name: '陈平', department: '就业科' }],
]
export const watchers: readonly [Person, Person] = [
  { name: '孙丽', department: '档案室' },
  { name: '钱进', department: '就业科' },
]
export const destruction = { by: drafter, watchers: [...watchers] }

/** What is asked for an appraisal that lets records go. */
export function appraisal(numbers: readonly string[], changes: Partial<AppraisalRequest> = {}): AppraisalRequest {
  const destroy = numbers.map((number) => ({ number, reason: '保管期限届满，无继续保存价值' }))
  return { drafter, appraisers: [drafter, { name: '周杰', department: '信息中心' }], destroy, extend: [], ...changes }
}

/** Draws a list up, has everybody sign it, and orders that it be carried out. Resolves to its id. */
export async function orderedList(
  { tools }: Pick<RetentionTrial, 'tools'>,
  numbers: readonly string[],
  changes: Partial<AppraisalRequest> = {},
): Promise<string> {
  const { list } = await draftList(tools, appraisal(numbers, changes))
  for (const [role, person] of approvers) await approveList(tools, list, { role, person })
  await orderDestruction(tools, list, destruction)
  return list
}

/** A record of a trial whose clock then stands after its term and its locks. */
export async function endedRecord(trial: RetentionTrial): Promise<PreservedRecord> {
  trial.setClock(beginning)
  const record = await trial.record()
  trial.setClock(afterLocks)
  return record
}

/** The same, in the journal and in the second store. */
export async function endedCopiedRecord(trial: RetentionTrial, signal: AbortSignal): Promise<PreservedRecord> {
  trial.setClock(beginning)
  const record = await trial.record()
  await writeJournal({ catalogue: trial.archive.catalogue, objects: trial.archive.journal })
  await copyNow(trial.archive, signal)
  trial.setClock(afterLocks)
  return record
}

/** The first hundred numbers of the due list. */
export async function dueNumbers(trial: RetentionTrial, now: Date): Promise<string[]> {
  return (await dueRecords(trial.archive.catalogue.pool, { now, limit: 100 })).map(({ number }) => number)
}
