import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { writeActsXml } from '#archive-schema/business/acts-xml.ts'
import { businessEntitiesOf } from '#storage/catalogue/business-entities.ts'
import { requireRecord } from '../../access/require-record.ts'
import { showActs } from '../../access/show-acts.ts'
import type { ApiTools } from '../api-tools.ts'
import { recordParameter } from './parameters.ts'
import { Acts } from './record-schemas.ts'
import { bytesOf, jsonOf, problems } from './responses.ts'

/** The acts in each of their forms; only that of JSON has a schema. */
const actsContent: ReturnType<typeof bytesOf>['content'] = {
  ...jsonOf(Acts).content,
  ...bytesOf('application/xml').content,
}

const actsRoute = createRoute({
  method: 'get',
  path: '/api/v1/records/{number}/acts',
  tags: ['利用 access'],
  summary: '业务实体: what the archive has done with a record since it was sealed, and who did it',
  request: {
    params: recordParameter,
    query: z.strictObject({
      format: z
        .enum(['json', 'xml'])
        .default('json')
        .openapi({ description: '`xml`: by the element names of DA/T 46-2009' }),
    }),
  },
  responses: {
    200: { description: 'The acts, in the order in which they were entered', content: actsContent },
    ...problems(400, 401, 404, 410),
  },
})

/** The acts of the archive on records. */
export function actRoutes(app: OpenAPIHono, { archive: { catalogue } }: ApiTools): void {
  app.openapi(actsRoute, async (c) => {
    const record = await requireRecord(catalogue, c.req.valid('param').number)
    if (c.req.valid('query').format === 'json') {
      return c.body(JSON.stringify(await showActs(catalogue.pool, record.number)), 200, {
        'content-type': 'application/json',
      })
    }
    const xml = writeActsXml(record, await businessEntitiesOf(catalogue.pool, record.number))
    return c.newResponse(Uint8Array.from(xml), 200, { 'content-type': 'application/xml; charset=utf-8' })
  })
}
