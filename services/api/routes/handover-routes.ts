import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { handoverKinds } from '#storage/catalogue/handover-log.ts'
import { listHandovers } from '../../access/list-handovers.ts'
import type { ApiTools } from '../api-tools.ts'
import { day, pageLimit, text } from './parameters.ts'
import { jsonOf, problems } from './responses.ts'

const status = z.enum(['processing', 'review', 'archived', 'refused'])

const Page = z
  .object({
    events: z
      .array(
        z.object({
          id: z.int(),
          at: z.iso.datetime(),
          kind: z.enum(handoverKinds),
          status: status.optional().openapi({ description: 'where the case stood after it' }),
          caseId: z.uuid().optional(),
          systemCode: z.string().optional(),
          serialNumber: z.string().optional(),
          revision: z.int().optional(),
          folder: z.string(),
          stage: z.string(),
          code: z.string().optional().openapi({ description: '故障代码; every failure has one' }),
        }),
      )
      .readonly(),
    next: z.int().optional().openapi({ description: 'cursor of the next page' }),
  })
  .openapi('HandoverPage')

const listRoute = createRoute({
  method: 'get',
  path: '/api/v1/handovers',
  tags: ['收集 capture'],
  summary: '交接日志: what was handed over and what became of it, with kind, time, status and fault code, oldest first',
  request: {
    query: z.strictObject({
      kind: z.enum(handoverKinds).optional(),
      status: status.optional(),
      code: text.optional().openapi({ description: 'fault code' }),
      system: text.optional().openapi({ description: 'code of the sending system' }),
      serial: text.optional().openapi({ description: '业务流水号' }),
      from: day.optional().openapi({ description: 'on this day or later, in China’s time' }),
      to: day.optional().openapi({ description: 'on this day or earlier, in China’s time' }),
      after: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
      limit: pageLimit,
    }),
  },
  responses: { 200: { description: 'A page of entries', ...jsonOf(Page) }, ...problems(400, 401) },
})

/** The log of hand-overs. */
export function handoverRoutes(app: OpenAPIHono, { archive }: ApiTools): void {
  app.openapi(listRoute, async (c) => c.json(await listHandovers(archive.catalogue, c.req.valid('query')), 200))
}
