import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { CaseAnswer } from '#archive-schema/case-review/case-answer.ts'
import { decideWaiting } from '../../access/decide-waiting.ts'
import { listCases } from '../../access/list-cases.ts'
import type { ApiTools } from '../api-tools.ts'
import { requireJson } from '../json-body.ts'
import { limitBody } from '../limit-body.ts'
import { described } from './described.ts'
import { pageLimit, text } from './parameters.ts'
import { Fault, jsonOf, problems } from './responses.ts'

const decisions = z.enum(['retry', 'clear', 'return'])

const Page = z
  .object({
    cases: z
      .array(
        z.object({
          id: z.uuid(),
          outcome: z.enum(['processing', 'review']),
          folder: z.string(),
          systemCode: z.string(),
          serialNumber: z.string(),
          revision: z.int(),
          stage: z.string().openapi({ description: 'the stage that comes next, or at which it waits' }),
          since: z.iso.datetime(),
          faults: z.array(Fault).readonly().openapi({ description: 'why it waits' }),
          decisions: z.array(decisions).readonly().openapi({ description: 'what a person may decide' }),
        }),
      )
      .readonly(),
    next: z.string().optional().openapi({ description: 'cursor of the next page' }),
  })
  .openapi('CasePage')

/** 人工处理 as the API tells it. */
export const CaseDecision = z
  .object({
    caseId: z.uuid(),
    systemCode: z.string(),
    serialNumber: z.string(),
    revision: z.int(),
    decision: decisions,
    stage: z.string().openapi({ description: 'the stage at which it waited' }),
    faults: z.array(Fault).readonly().openapi({ description: 'what it waited for' }),
    waitingSince: z.iso.datetime(),
    reason: z.string().optional().openapi({ description: '退回原因代码' }),
    number: z.string().optional().openapi({ description: '电子文件号' }),
    by: z.string(),
    role: z.string().optional(),
    remark: z.string(),
    decidedAt: z.iso.datetime(),
  })
  .openapi('CaseDecision')

/** A decision is a few fields of a form. */
const maxBytes = 64 * 1024

const listRoute = createRoute({
  method: 'get',
  path: '/api/v1/cases',
  tags: ['人工处理 review'],
  summary: '待人工的办件: cases that wait for a person, with the reason and since when; or those in process',
  request: {
    query: z.strictObject({
      outcome: z.enum(['review', 'processing']).default('review'),
      after: text.optional().openapi({ description: 'cursor: `next` of the page before' }),
      limit: pageLimit,
    }),
  },
  responses: { 200: { description: 'Longest waiting first', ...jsonOf(Page) }, ...problems(400, 401) },
})

const decideRoute = createRoute({
  method: 'post',
  path: '/api/v1/cases/{id}/decisions',
  tags: ['人工处理 review'],
  summary: '重试、放行、退回: decide about a case that waits for a person; kept for ever',
  description:
    '`retry`: the cause is removed, the stage is done again. `clear`: these items of the inspection, which wait for a person, do ' +
    'not hinder; what has failed or was not checked cannot be cleared by anybody. `return`: the case is refused with a reason ' +
    'and the remark, and may be handed over again when it is corrected.',
  middleware: [requireJson, limitBody('decision', maxBytes)] as const,
  request: {
    params: z.object({ id: z.uuid() }),
    body: { ...jsonOf(described('CaseAnswer', CaseAnswer)), required: true },
  },
  responses: {
    201: { description: 'What was kept', ...jsonOf(CaseDecision) },
    ...problems(400, 401, 404, 409, 413, 415),
  },
})

/** Cases that wait for a person, and the decisions of persons about them. */
export function reviewRoutes(app: OpenAPIHono, { archive, queue }: ApiTools): void {
  app.openapi(listRoute, async (c) => c.json(await listCases(archive.catalogue, c.req.valid('query')), 200))
  app.openapi(decideRoute, async (c) => {
    const { id } = c.req.valid('param')
    return c.json(await decideWaiting(archive, queue, id, c.req.valid('json')), 201)
  })
}
