import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { requireRecord } from '../../access/require-record.ts'
import { search } from '../../access/search.ts'
import { showRecord } from '../../access/show-record.ts'
import { verifyStored } from '../../access/verify-stored.ts'
import type { ApiTools } from '../api-tools.ts'
import { day, recordParameter, text } from './parameters.ts'
import { SearchPage, ShownRecord, Verification } from './record-schemas.ts'
import { jsonOf, problems } from './responses.ts'

const searchRoute = createRoute({
  method: 'get',
  path: '/api/v1/records',
  tags: ['利用 access'],
  summary: '检索: search records by full text and fields, newest first',
  request: {
    query: z.strictObject({
      q: text.optional().openapi({ description: 'terms, separated by blanks; every one must occur' }),
      item: text.optional().openapi({ description: 'item code, or part of the item name' }),
      applicant: text.optional().openapi({ description: 'part of an applicant’s name' }),
      unit: text.optional().openapi({ description: 'part of the name of the body' }),
      result: text.optional().openapi({ description: 'result, e.g. 准予' }),
      from: day.optional().openapi({ description: 'finished on this day or later, in China’s time' }),
      to: day.optional().openapi({ description: 'finished on this day or earlier, in China’s time' }),
      after: text.optional().openapi({ description: 'cursor: `next` of the page before' }),
      limit: z.coerce.number().int().min(1).max(200).default(20).openapi({ description: 'hits a page' }),
    }),
  },
  responses: { 200: { description: 'A page of hits', ...jsonOf(SearchPage) }, ...problems(400, 401) },
})

const showRoute = createRoute({
  method: 'get',
  path: '/api/v1/records/{number}',
  tags: ['利用 access'],
  summary: '查看: metadata, documents, checks, evidence, history',
  request: { params: recordParameter },
  responses: { 200: { description: 'The record', ...jsonOf(ShownRecord) }, ...problems(400, 401, 404, 410) },
})

const verifyRoute = createRoute({
  method: 'get',
  path: '/api/v1/records/{number}/verification',
  tags: ['利用 access'],
  summary: '验证: verify the stored record now, step by step',
  request: { params: recordParameter },
  responses: {
    200: { description: 'What each step came to', ...jsonOf(Verification) },
    ...problems(400, 401, 404, 410),
  },
})

const deleteRoute = createRoute({
  method: 'delete',
  path: '/api/v1/records/{number}',
  tags: ['利用 access'],
  summary: 'Refused: archived records are disposed of by 鉴定销毁 only, and never while locked',
  request: { params: recordParameter },
  responses: problems(400, 401, 404, 410, 409),
})

/** Search, description and verification of records. */
export function recordRoutes(app: OpenAPIHono, { archive }: ApiTools): void {
  const { catalogue } = archive
  app.openapi(searchRoute, async (c) => {
    const { q = '', ...query } = c.req.valid('query')
    const terms = q.split(/\s+/u).filter((term) => term !== '')
    return c.json(await search(archive, { ...query, terms }), 200)
  })
  app.openapi(showRoute, async (c) => {
    const record = await requireRecord(catalogue, c.req.valid('param').number)
    return c.json(await showRecord(archive, record), 200)
  })
  app.openapi(verifyRoute, async (c) => {
    const record = await requireRecord(catalogue, c.req.valid('param').number)
    return c.json(await verifyStored(archive, record), 200)
  })
  app.openapi(deleteRoute, async (c) => {
    const { objects } = await requireRecord(catalogue, c.req.valid('param').number)
    throw new ArchiveError({ code: 'STORE_OBJECT_LOCKED', file: objects.package.key, expected: objects.lockedUntil })
  })
}
