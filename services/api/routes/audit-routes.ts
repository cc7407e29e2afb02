import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { parseSlice } from '#archive-schema/copies/slice.ts'
import { secondStatus } from '../../access/copy-now.ts'
import { listAudits, showAudit, startAudit } from '../../access/running-audits.ts'
import { requireSecond } from '../../open-stores.ts'
import type { ApiTools } from '../api-tools.ts'
import { Audit, AuditOrder, Audits, Copies } from './audit-schemas.ts'
import { pageLimit } from './parameters.ts'
import { jsonOf, problems } from './responses.ts'

const tags = ['核查 fixity']

const locationHeader = { Location: { schema: { type: 'string' }, description: 'where the audit stands' } } as const

const startRoute = createRoute({
  method: 'post',
  path: '/api/v1/audits',
  tags,
  summary: '固化核查: read a slice of a store again; goes on with one that was interrupted',
  request: { body: { ...jsonOf(AuditOrder), required: true } },
  responses: {
    202: {
      description: 'Under way; follow Location',
      headers: locationHeader,
      ...jsonOf(Audit),
    },
    ...problems(400, 401, 409),
  },
})

const listRoute = createRoute({
  method: 'get',
  path: '/api/v1/audits',
  tags,
  summary: '固化核查: the newest audits',
  request: { query: z.strictObject({ limit: pageLimit }) },
  responses: { 200: { description: 'Newest first', ...jsonOf(Audits) }, ...problems(400, 401) },
})

const showRoute = createRoute({
  method: 'get',
  path: '/api/v1/audits/{id}',
  tags,
  summary: '固化核查: where an audit stands, or what it came to',
  request: { params: z.object({ id: z.uuid() }) },
  responses: { 200: { description: 'The audit', ...jsonOf(Audit) }, ...problems(400, 401, 404) },
})

const copiesRoute = createRoute({
  method: 'get',
  path: '/api/v1/copies',
  tags,
  summary: '双份保存: how far the second copy is behind',
  responses: { 200: { description: 'The lag', ...jsonOf(Copies) }, ...problems(401, 409) },
})

/** Audits of the stores, and the lag of the second copy. */
export function auditRoutes(app: OpenAPIHono, { archive }: ApiTools): void {
  const running = new Set<string>()
  app.openapi(startRoute, async (c) => {
    const order = c.req.valid('json')
    const audit = await startAudit(archive, running, { ...order, slice: parseSlice(order.slice) })
    return c.json(audit, 202, { location: `/api/v1/audits/${audit.id}` })
  })
  app.openapi(listRoute, async (c) => {
    return c.json({ audits: await listAudits(archive.catalogue, c.req.valid('query').limit) }, 200)
  })
  app.openapi(showRoute, async (c) => c.json(await showAudit(archive.catalogue, c.req.valid('param').id), 200))
  app.openapi(copiesRoute, async (c) => {
    requireSecond(archive.stores, 'tell how far it is behind')
    return c.json(await secondStatus(archive), 200)
  })
}
