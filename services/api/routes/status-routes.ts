import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { archiveStatus } from '../../access/archive-status.ts'
import type { ApiTools } from '../api-tools.ts'
import { jsonOf, problems } from './responses.ts'
import { Status } from './status-schemas.ts'

const readStatus = createRoute({
  method: 'get',
  path: '/api/v1/status',
  tags: ['运行 operation'],
  summary: '系统状态: cases, journal, second copy, locks and room',
  responses: { 200: { description: 'How the archive stands', ...jsonOf(Status) }, ...problems(401) },
})

/** How the archive stands. */
export function statusRoutes(app: OpenAPIHono, { archive }: ApiTools): void {
  app.openapi(readStatus, async (c) => c.json(await archiveStatus(archive), 200))
}
