import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import {
  AppraisalRequest,
  ApprovalRequest,
  AttestationRequest,
  DestructionRequest,
  WithdrawalRequest,
} from '#archive-schema/disposal/disposal-requests.ts'
import {
  appraiseRecords,
  approveDisposal,
  attestDisposal,
  destroyListed,
  runDisposal,
  withdrawDisposal,
} from '../../access/disposals.ts'
import { disposalPage, dueList, showDisposal } from '../../access/show-disposal.ts'
import type { ApiTools } from '../api-tools.ts'
import { requireJson } from '../json-body.ts'
import { limitBody } from '../limit-body.ts'
import { described } from './described.ts'
import { Disposal, DisposalPage, DisposalRun, DuePage } from './disposal-schemas.ts'
import { pageLimit, text } from './parameters.ts'
import { jsonOf, problems } from './responses.ts'

const tags = ['鉴定销毁 disposal']
const maxBytes = 2 ** 22
const params = z.object({ list: text.min(1) })

const dueRoute = createRoute({
  method: 'get',
  path: '/api/v1/due-records',
  tags,
  summary: '到期清单: records whose term has ended and that nothing holds, by 全宗 and 年度',
  request: {
    query: z.strictObject({
      fonds: text.optional().openapi({ description: '全宗号' }),
      year: text.optional().openapi({ description: '年度' }),
      after: text.optional().openapi({ description: 'cursor: `next` of the page before' }),
      limit: pageLimit,
    }),
  },
  responses: { 200: { description: 'A page of due records', ...jsonOf(DuePage) }, ...problems(400, 401) },
})

const listRoute = createRoute({
  method: 'get',
  path: '/api/v1/disposals',
  tags,
  summary: '销毁清册: every list, the newest first',
  request: { query: z.strictObject({ limit: pageLimit }) },
  responses: { 200: { description: 'Lists', ...jsonOf(DisposalPage) }, ...problems(400, 401) },
})

const appraiseRoute = createRoute({
  method: 'post',
  path: '/api/v1/disposals',
  tags,
  summary: '鉴定: opinions on due records, and the 销毁清册 that follows from them',
  middleware: [requireJson, limitBody('disposal', maxBytes)] as const,
  request: { body: { ...jsonOf(described('AppraisalRequest', AppraisalRequest)), required: true } },
  responses: {
    201: { description: 'The list is drawn up', ...jsonOf(Disposal) },
    ...problems(400, 401, 404, 409, 410, 413, 415),
  },
})

const showRoute = createRoute({
  method: 'get',
  path: '/api/v1/disposals/{list}',
  tags,
  summary: '销毁清册: who has signed, and what became of each record',
  request: { params },
  responses: { 200: { description: 'The list', ...jsonOf(Disposal) }, ...problems(400, 401, 404) },
})

const approveRoute = createRoute({
  method: 'post',
  path: '/api/v1/disposals/{list}/approvals',
  tags,
  summary: '签署: by 单位负责人, 档案机构负责人, 形成部门负责人; nobody in two roles',
  middleware: [requireJson, limitBody('disposal', maxBytes)] as const,
  request: { params, body: { ...jsonOf(described('ApprovalRequest', ApprovalRequest)), required: true } },
  responses: { 201: { description: 'Signed', ...jsonOf(Disposal) }, ...problems(400, 401, 404, 409, 413, 415) },
})

const withdrawRoute = createRoute({
  method: 'post',
  path: '/api/v1/disposals/{list}/withdrawal',
  tags,
  summary: '撤回: give a list up that was not ordered yet; its records may be appraised again',
  middleware: [requireJson, limitBody('disposal', maxBytes)] as const,
  request: { params, body: { ...jsonOf(described('WithdrawalRequest', WithdrawalRequest)), required: true } },
  responses: { 201: { description: 'Withdrawn', ...jsonOf(Disposal) }, ...problems(400, 401, 404, 409, 413, 415) },
})

const destroyRoute = createRoute({
  method: 'post',
  path: '/api/v1/disposals/{list}/destruction',
  tags,
  summary: '销毁: under the eyes of two; what is still locked or held is told, and waits or stays',
  middleware: [requireJson, limitBody('disposal', maxBytes)] as const,
  request: { params, body: { ...jsonOf(described('DestructionRequest', DestructionRequest)), required: true } },
  responses: {
    201: { description: 'Where each record stands', ...jsonOf(DisposalRun) },
    ...problems(400, 401, 404, 409, 413, 415, 503),
  },
})

const runRoute = createRoute({
  method: 'post',
  path: '/api/v1/disposals/{list}/runs',
  tags,
  summary: '续行: go on with a list whose records waited for their locks; workers do so every hour',
  request: { params },
  responses: {
    201: { description: 'Where each record stands', ...jsonOf(DisposalRun) },
    ...problems(400, 401, 404, 409, 503),
  },
})

const attestRoute = createRoute({
  method: 'post',
  path: '/api/v1/disposals/{list}/attestations',
  tags,
  summary: '监销签字, after the act: with the second one the 销毁证明 closes the list',
  middleware: [requireJson, limitBody('disposal', maxBytes)] as const,
  request: { params, body: { ...jsonOf(described('AttestationRequest', AttestationRequest)), required: true } },
  responses: { 201: { description: 'Signed', ...jsonOf(Disposal) }, ...problems(400, 401, 404, 409, 413, 415) },
})

/** Appraisal and disposal. */
export function disposalRoutes(app: OpenAPIHono, { archive }: ApiTools): void {
  app.openapi(dueRoute, async (c) => c.json(await dueList(archive, c.req.valid('query')), 200))
  app.openapi(listRoute, async (c) => c.json(await disposalPage(archive, c.req.valid('query').limit), 200))
  app.openapi(appraiseRoute, async (c) => c.json(await appraiseRecords(archive, c.req.valid('json')), 201))
  app.openapi(showRoute, async (c) => c.json(await showDisposal(archive, c.req.valid('param').list), 200))
  app.openapi(approveRoute, async (c) => {
    const { list } = c.req.valid('param')
    return c.json(await approveDisposal(archive, list, c.req.valid('json')), 201)
  })
  app.openapi(withdrawRoute, async (c) => {
    const { list } = c.req.valid('param')
    return c.json(await withdrawDisposal(archive, list, c.req.valid('json')), 201)
  })
  app.openapi(destroyRoute, async (c) => {
    const { list } = c.req.valid('param')
    return c.json(await destroyListed(archive, list, c.req.valid('json')), 201)
  })
  app.openapi(runRoute, async (c) => c.json(await runDisposal(archive, c.req.valid('param').list), 201))
  app.openapi(attestRoute, async (c) => {
    const { list } = c.req.valid('param')
    return c.json(await attestDisposal(archive, list, c.req.valid('json')), 201)
  })
}
