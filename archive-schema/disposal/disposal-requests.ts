import { z } from 'zod'
import { line } from '../retention/retention-requests.ts'
import { approvalRoles, Person } from './disposal-people.ts'

/** A list names at most so many records; another one names more. */
export const mostListedRecords = 1_000

const number = z.string().min(1).max(200)

/** What is asked for a 鉴定: an opinion on every record of a due list. */
export const AppraisalRequest = z.strictObject({
  drafter: Person.describe('档案机构经办人'),
  appraisers: z.array(Person).min(1).max(20).describe('鉴定人'),
  mediaPlan: line('离线载体处置方案, where records lie on offline media', 1000).optional(),
  destroy: z
    .array(z.strictObject({ number, reason: line('销毁原因', 1000) }))
    .min(1)
    .max(mostListedRecords)
    .describe('销毁'),
  extend: z
    .array(z.strictObject({ number, reason: line('续存理由', 1000), until: z.iso.date() }))
    .max(mostListedRecords)
    .default([])
    .describe('续存: first day after the new term'),
})
export type AppraisalRequest = z.output<typeof AppraisalRequest>

/** What is asked for a 签署. */
export const ApprovalRequest = z.strictObject({ role: z.enum(approvalRoles), person: Person })
export type ApprovalRequest = z.output<typeof ApprovalRequest>

/** What is asked for a 撤回. */
export const WithdrawalRequest = z.strictObject({ by: Person, reason: line('撤回理由', 1000) })
export type WithdrawalRequest = z.output<typeof WithdrawalRequest>

/** What is asked for a 销毁: who carries it out, and the two who watch. */
export const DestructionRequest = z.strictObject({ by: Person, watchers: z.array(Person).length(2) })
export type DestructionRequest = z.output<typeof DestructionRequest>

/** What is asked for a 监销签字, after the act. */
export const AttestationRequest = z.strictObject({ watcher: Person })
export type AttestationRequest = z.output<typeof AttestationRequest>
