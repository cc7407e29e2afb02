import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { parseScopeTables } from '#archive-schema/scope/parse-scope-tables.ts'
import { importScopeTables } from '../../intake/import-scope-tables.ts'
import type { ApiTools } from '../api-tools.ts'
import { jsonOf, problems } from './responses.ts'

const Imported = z
  .object({ tables: z.array(z.object({ id: z.string(), isNew: z.boolean(), items: z.int() })).readonly() })
  .openapi('ImportedScopeTables')

const importRoute = createRoute({
  method: 'post',
  path: '/api/v1/scope-tables',
  summary: '归档范围表: take in approved archive scope tables; all of them, or none',
  request: {
    body: { content: { 'application/json': { schema: z.object({ tables: z.array(z.any()) }) } }, required: true },
  },
  responses: { 200: { description: 'What was taken in', ...jsonOf(Imported) }, ...problems(401, 422) },
})

/** Approved archive scope tables. */
export function scopeRoutes(app: OpenAPIHono, { archive }: ApiTools): void {
  app.openapi(importRoute, async (c) => {
    const tables = parseScopeTables(new Uint8Array(await c.req.arrayBuffer()))
    return c.json({ tables: await importScopeTables(archive, tables) }, 200)
  })
}
