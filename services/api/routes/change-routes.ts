import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { ChangeNotice, changeKinds } from '#archive-schema/change-notice.ts'
import { importChangeNotice, maxNoticeBytes } from '../../intake/import-change-notice.ts'
import type { ApiTools } from '../api-tools.ts'
import { requireJson } from '../json-body.ts'
import { limitBody } from '../limit-body.ts'
import { described } from './described.ts'
import { jsonOf, problems } from './responses.ts'

const Imported = z
  .object({
    number: z.string().openapi({ description: '电子文件号 of the record with which it is linked' }),
    noticeNumber: z.string(),
    kind: z.enum(changeKinds),
    isNew: z.boolean(),
  })
  .openapi('ImportedChangeNotice')

const importRoute = createRoute({
  method: 'post',
  path: '/api/v1/change-notices',
  tags: ['收集 capture'],
  summary: '变更通知: keep what has become of an archived case (升版、作废); the record stays as it was sealed',
  middleware: [requireJson, limitBody('change-notice', maxNoticeBytes)] as const,
  request: { body: { ...jsonOf(described('ChangeNotice', ChangeNotice)), required: true } },
  responses: {
    200: { description: 'Taken in before: the same notice', ...jsonOf(Imported) },
    201: { description: 'Kept and linked', ...jsonOf(Imported) },
    ...problems(400, 401, 404, 409, 413, 415),
  },
})

/** Changes of archived cases in their handling systems. */
export function changeRoutes(app: OpenAPIHono, { archive }: ApiTools): void {
  app.openapi(importRoute, async (c) => {
    const imported = await importChangeNotice(archive, c.req.valid('json'))
    return imported.isNew ? c.json(imported, 201) : c.json(imported, 200)
  })
}
