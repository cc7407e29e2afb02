import { z } from '@hono/zod-openapi'
import { DisposalItem } from '#archive-schema/disposal/disposal-item.ts'
import { approvalRoles, Person } from '#archive-schema/disposal/disposal-people.ts'

const moment = z.iso.datetime()
const role = z.enum(approvalRoles).openapi({ description: '单位负责人, 档案机构负责人, 形成部门负责人' })

/** A page of the due list. */
export const DuePage = z
  .object({
    records: z.array(
      z.object({
        ...DisposalItem.pick({ number: true, archivalCode: true, title: true, fondsCode: true, year: true }).shape,
        ...DisposalItem.pick({ period: true, endsOn: true }).shape,
      }),
    ),
    next: z.string().optional().openapi({ description: 'cursor of the next page' }),
  })
  .openapi('DuePage')

const list = z.object({
  list: z.string(),
  textSha256: z.string().openapi({ description: 'SHA-256 of its text in the ledger' }),
  drafter: z.object(Person.shape).openapi({ description: '档案机构经办人' }),
  draftedAt: moment,
  approvals: z.array(z.object({ role, ...Person.shape })),
  missing: z.array(role).openapi({ description: 'who has not signed yet' }),
  withdrawnAt: moment.optional().openapi({ description: 'it was given up' }),
  orderedAt: moment.optional(),
  watchers: z.array(z.object({ ...Person.shape, hasSigned: z.boolean() })).openapi({ description: '监销人' }),
  certificateSha256: z
    .string()
    .optional()
    .openapi({ description: 'SHA-256 of the 销毁证明 in the ledger: it is closed' }),
})

/** Lists, the newest first. */
export const DisposalPage = z.object({ lists: z.array(list) }).openapi('DisposalPage')

/** 销毁清册 with its records. */
export const Disposal = list
  .extend({
    items: z.array(
      z.object({
        ...DisposalItem.omit({ caseId: true }).shape,
        disposedAt: moment.optional(),
        verifiedAt: moment.optional().openapi({ description: 'nothing of it was found any more' }),
        stores: z.array(z.string()).optional(),
      }),
    ),
  })
  .openapi('Disposal')

/** Where the records of a list stand that is carried out. */
export const DisposalRun = z
  .object({
    list: z.string(),
    records: z
      .array(
        z.object({
          number: z.string(),
          state: z.enum(['destroyed', 'withheld', 'waiting']),
          reason: z.string().optional(),
          until: moment.optional().openapi({ description: 'when its locks end' }),
        }),
      )
      .readonly(),
  })
  .openapi('DisposalRun')
