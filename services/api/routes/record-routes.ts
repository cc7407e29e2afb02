import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { searchRecords } from '#storage/catalogue/search.ts'
import { requireRecord } from '../../access/require-record.ts'
import { showRecord } from '../../access/show-record.ts'
import { verifyStored } from '../../access/verify-stored.ts'
import type { ApiTools } from '../api-tools.ts'
import { jsonOf, problems } from './responses.ts'

const Hit = z
  .object({
    number: z.string().openapi({ description: '电子文件号' }),
    archivalCode: z.string().openapi({ description: '档号' }),
    title: z.string(),
    item: z.string(),
    applicants: z.array(z.string()).readonly(),
    decidedAt: z.iso.datetime(),
  })
  .openapi('Hit')

const SearchPage = z
  .object({ total: z.int(), hits: z.array(Hit).readonly(), next: z.string().optional() })
  .openapi('SearchPage')

const day = z.iso.date().optional()

const searchRoute = createRoute({
  method: 'get',
  path: '/api/v1/records',
  summary: '检索: search records by full text and fields',
  request: {
    query: z.object({
      q: z.string().optional().openapi({ description: 'terms, separated by blanks; every one must occur' }),
      item: z.string().optional(),
      applicant: z.string().optional(),
      unit: z.string().optional(),
      result: z.string().optional(),
      from: day.openapi({ description: 'finished on this day or later' }),
      to: day.openapi({ description: 'finished on this day or earlier' }),
      after: z.string().optional().openapi({ description: 'cursor: `next` of the page before' }),
      limit: z.coerce.number().int().min(1).max(200).default(20),
    }),
  },
  responses: { 200: { description: 'A page of hits', ...jsonOf(SearchPage) }, ...problems(400, 401) },
})

const number = z.object({ number: z.string().min(1).openapi({ description: '电子文件号 or 档号' }) })

/** Everything that the catalogue knows of a record; its metadata have the form of the profile. */
const Shown = z.any().openapi('Record', { type: 'object' })

const showRoute = createRoute({
  method: 'get',
  path: '/api/v1/records/{number}',
  summary: '查看: metadata, documents, checks, evidence, history',
  request: { params: number },
  responses: {
    200: { description: 'The record', ...jsonOf(Shown) },
    ...problems(401, 404),
  },
})

const Verification = z
  .object({
    number: z.string().optional(),
    ok: z.boolean(),
    steps: z.array(z.object({ step: z.string(), ok: z.boolean(), detail: z.string() })).readonly(),
    pending: z.array(z.string()).readonly(),
  })
  .openapi('Verification')

const verifyRoute = createRoute({
  method: 'get',
  path: '/api/v1/records/{number}/verification',
  summary: '验证: verify the stored record now, step by step',
  request: { params: number },
  responses: { 200: { description: 'What each step came to', ...jsonOf(Verification) }, ...problems(401, 404) },
})

const deleteRoute = createRoute({
  method: 'delete',
  path: '/api/v1/records/{number}',
  summary: 'Refused: archived records are disposed of by 鉴定销毁 only, and never while locked',
  request: { params: number },
  responses: problems(401, 404, 409),
})

/** Search, description and verification of records. */
export function recordRoutes(app: OpenAPIHono, { archive }: ApiTools): void {
  app.openapi(searchRoute, async (c) => {
    const { q = '', ...query } = c.req.valid('query')
    const terms = q.split(/\s+/u).filter((term) => term !== '')
    return c.json(await searchRecords(archive.catalogue.pool, { ...query, terms }), 200)
  })
  app.openapi(showRoute, async (c) => {
    const record = await requireRecord(archive.catalogue, c.req.valid('param').number)
    return c.json(await showRecord(archive.catalogue, record), 200)
  })
  app.openapi(verifyRoute, async (c) => {
    const record = await requireRecord(archive.catalogue, c.req.valid('param').number)
    return c.json(await verifyStored(archive, record), 200)
  })
  app.openapi(deleteRoute, async (c) => {
    const { objects } = await requireRecord(archive.catalogue, c.req.valid('param').number)
    throw new ArchiveError({ code: 'STORE_OBJECT_LOCKED', file: objects.package.key, expected: objects.lockedUntil })
  })
}
