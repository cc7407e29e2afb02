import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { currentDescription, descriptionAt } from '#pipelines/redescription/current-description.ts'
import { redescribe } from '#pipelines/redescription/redescribe.ts'
import type { PreservedRecord } from '#storage/catalogue/records.ts'
import { requireRecord } from '../../access/require-record.ts'
import { showDescription } from '../../access/show-description.ts'
import type { ApiTools } from '../api-tools.ts'
import { requireJson } from '../json-body.ts'
import { limitBody } from '../limit-body.ts'
import { recordParameter } from './parameters.ts'
import { RecordDescription } from './record-schemas.ts'
import { jsonOf, problems } from './responses.ts'

const value = z.union([z.string(), z.array(z.string()), z.null()])

const Correction = z
  .strictObject({
    set: z.record(z.string(), value).openapi({
      description: 'new values by element: a text, the texts of a repeatable element, null to take the value away',
      example: { title: '更正后的题名', descriptors: ['就业登记', '社会保险'] },
    }),
    by: z.string().openapi({ description: '著录者: who changes it' }),
    reason: z.string().openapi({ description: '更改理由' }),
  })
  .openapi('DescriptionCorrection')

const answer = {
  description: 'The newest description and its history',
  headers: { ETag: { schema: { type: 'string' as const }, description: 'the version, for If-Match' } },
  ...jsonOf(RecordDescription),
}

const readRoute = createRoute({
  method: 'get',
  path: '/api/v1/records/{number}/description',
  tags: ['著录 description'],
  summary: '著录: the description of a record in its newest version, and every change',
  request: {
    params: recordParameter,
    query: z.strictObject({
      version: z.coerce
        .number()
        .int()
        .min(1)
        .optional()
        .openapi({ description: 'an earlier version; 1 is as it was sealed' }),
    }),
  },
  responses: { 200: answer, ...problems(400, 401, 404, 410) },
})

/** Every element at its longest, several times over. */
const maxBytes = 2 ** 20

const correctRoute = createRoute({
  method: 'patch',
  path: '/api/v1/records/{number}/description',
  tags: ['著录 description'],
  summary: '著录更改: add a version; the sealed package stays, and what is not descriptive cannot be changed',
  middleware: [requireJson, limitBody('description', maxBytes)] as const,
  request: {
    params: recordParameter,
    headers: z.object({
      'if-match': z.string().optional().openapi({ description: 'ETag of the version that was seen' }),
    }),
    body: { ...jsonOf(Correction), required: true },
  },
  responses: { 200: answer, ...problems(400, 401, 404, 410, 412, 413, 415, 422, 428) },
})

/** The editable description of records. */
export function descriptionRoutes(app: OpenAPIHono, { archive }: ApiTools): void {
  const { catalogue, profile } = archive
  const current = (record: PreservedRecord) => currentDescription(catalogue.pool, profile, record)
  app.openapi(readRoute, async (c) => {
    const newest = await current(await requireRecord(catalogue, c.req.valid('param').number))
    const { version = newest.version } = c.req.valid('query')
    const description = showDescription(profile, descriptionAt(newest, version))
    return c.json(description, 200, { etag: `"${description.version}"` })
  })
  app.openapi(correctRoute, async (c) => {
    const expected = seenVersion(c.req.valid('header')['if-match'])
    const record = await requireRecord(catalogue, c.req.valid('param').number)
    await redescribe(archive, record, expected, c.req.valid('json'))
    const description = showDescription(profile, await current(record))
    return c.json(description, 200, { etag: `"${description.version}"` })
  })
}

/** Throws `REQUEST_PRECONDITION` without If-Match, `REQUEST_INVALID` where it is no single strong ETag of a version. */
function seenVersion(ifMatch: string | undefined): number {
  if (ifMatch === undefined) throw new ArchiveError({ code: 'REQUEST_PRECONDITION', expected: 'If-Match' })
  const version = /^"([1-9]\d{0,8})"$/.exec(ifMatch.trim())?.[1]
  if (version !== undefined) return Number(version)
  throw new ArchiveError({ code: 'REQUEST_INVALID', field: 'If-Match', found: ifMatch })
}
