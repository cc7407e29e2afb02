import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { parseScopeTables } from '#archive-schema/scope/parse-scope-tables.ts'
import { importScopeTables } from '../../intake/import-scope-tables.ts'
import { maxScopeBytes } from '../../intake/scope-files/scope-file.ts'
import type { ApiTools } from '../api-tools.ts'
import { limitBody } from '../limit-body.ts'
import { jsonOf, problems } from './responses.ts'

const Imported = z
  .object({
    tables: z
      .array(z.object({ id: z.string(), isNew: z.boolean(), isApproved: z.boolean(), items: z.int() }))
      .readonly(),
  })
  .openapi('ImportedScopeTables')

const importRoute = createRoute({
  method: 'post',
  path: '/api/v1/scope-tables',
  tags: ['收集 capture'],
  summary: '归档范围表: take in archive scope tables, approved or draft; all of them, or none',
  middleware: limitBody('scope-tables.json', maxScopeBytes),
  request: {
    // Not a zod schema: the bytes are parsed below, so that what is no UTF-8 or stands twice is seen.
    body: { content: { 'application/json': { schema: { type: 'object', required: ['tables'] } } }, required: true },
  },
  responses: { 200: { description: 'What was taken in', ...jsonOf(Imported) }, ...problems(401, 413, 422) },
})

/** Archive scope tables. */
export function scopeRoutes(app: OpenAPIHono, { archive }: ApiTools): void {
  app.openapi(importRoute, async (c) => {
    const tables = parseScopeTables(new Uint8Array(await c.req.arrayBuffer()))
    return c.json({ tables: await importScopeTables(archive, tables) }, 200)
  })
}
