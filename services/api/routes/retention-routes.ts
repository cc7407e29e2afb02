import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { ExtensionRequest, HoldRequest, ReleaseRequest } from '#archive-schema/retention/retention-requests.ts'
import { extendRetention } from '../../access/extend-retention.ts'
import { holdRecords, releaseRecords } from '../../access/hold-records.ts'
import { holdPage } from '../../access/list-holds.ts'
import type { ApiTools } from '../api-tools.ts'
import { requireJson } from '../json-body.ts'
import { limitBody } from '../limit-body.ts'
import { described } from './described.ts'
import { pageLimit, recordParameter, text } from './parameters.ts'
import { jsonOf, problems } from './responses.ts'
import { Extended, Holding, HoldPage } from './retention-schemas.ts'

const tags = ['保管期限 retention']
/** The numbers of ten thousand records. */
const maxBytes = 2 ** 22

const listRoute = createRoute({
  method: 'get',
  path: '/api/v1/holds',
  tags,
  summary: '保全: every hold, the newest first',
  request: {
    query: z.strictObject({
      after: text.optional().openapi({ description: 'cursor: `next` of the page before' }),
      limit: pageLimit,
    }),
  },
  responses: { 200: { description: 'A page of holds', ...jsonOf(HoldPage) }, ...problems(400, 401) },
})

const placeRoute = createRoute({
  method: 'post',
  path: '/api/v1/holds',
  tags,
  summary: '保全: no record of these leaves before the hold is lifted, whatever its term',
  middleware: [requireJson, limitBody('retention', maxBytes)] as const,
  request: { body: { ...jsonOf(described('HoldRequest', HoldRequest)), required: true } },
  responses: { 201: { description: 'The hold stands', ...jsonOf(Holding) }, ...problems(400, 401, 404, 410, 413, 415) },
})

const releaseRoute = createRoute({
  method: 'post',
  path: '/api/v1/holds/{hold}/releases',
  tags,
  summary: '解除保全: lift a hold, from the named records or from all; one under another hold stays held',
  middleware: [requireJson, limitBody('retention', maxBytes)] as const,
  request: {
    params: z.object({ hold: text.min(1) }),
    body: { ...jsonOf(described('ReleaseRequest', ReleaseRequest)), required: true },
  },
  responses: { 201: { description: 'The hold is lifted', ...jsonOf(Holding) }, ...problems(400, 401, 404, 413, 415) },
})

const extendRoute = createRoute({
  method: 'post',
  path: '/api/v1/records/{number}/extensions',
  tags,
  summary: '延长保管期限: a term only ever becomes longer; joint parents follow their children',
  middleware: [requireJson, limitBody('retention', maxBytes)] as const,
  request: {
    params: recordParameter,
    body: { ...jsonOf(described('ExtensionRequest', ExtensionRequest)), required: true },
  },
  responses: {
    201: { description: 'The terms that were extended', ...jsonOf(Extended) },
    ...problems(400, 401, 404, 410, 409, 413, 415),
  },
})

/** Holds, and longer terms. */
export function retentionRoutes(app: OpenAPIHono, { archive }: ApiTools): void {
  app.openapi(listRoute, async (c) => c.json(await holdPage(archive.catalogue, c.req.valid('query')), 200))
  app.openapi(placeRoute, async (c) => c.json(await holdRecords(archive, c.req.valid('json')), 201))
  app.openapi(releaseRoute, async (c) => {
    const { hold } = c.req.valid('param')
    return c.json(await releaseRecords(archive, hold, c.req.valid('json')), 201)
  })
  app.openapi(extendRoute, async (c) => {
    const { number } = c.req.valid('param')
    return c.json(await extendRetention(archive, number, c.req.valid('json')), 201)
  })
}
