import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { statisticDimensions } from '#storage/catalogue/statistics.ts'
import { statistics } from '../../access/statistics.ts'
import type { ApiTools } from '../api-tools.ts'
import { jsonOf, problems } from './responses.ts'

const holding = {
  records: z.int().openapi({ description: '件' }),
  materials: z.int().openapi({ description: '材料: standard names with content, in each record and class' }),
  documents: z.int().openapi({ description: '文件' }),
  pages: z.int().openapi({ description: '页, as the hand-overs state them' }),
  documentsWithoutPages: z.int().openapi({ description: 'documents for which no number of pages was stated' }),
  bytes: z.int().openapi({ description: 'bytes of the documents' }),
}
const dimension = z.enum(statisticDimensions)

const Told = z
  .object({
    at: z.iso.datetime(),
    handovers: z.object({
      received: z.int().openapi({ description: 'the sum of all others' }),
      processing: z.int(),
      archived: z.int(),
      review: z.int(),
      refused: z.int(),
    }),
    total: z.object(holding),
    groups: z
      .array(
        z.object({
          by: dimension,
          rows: z.array(z.object({ key: z.string(), name: z.string(), ...holding })).readonly(),
        }),
      )
      .readonly(),
  })
  .openapi('Statistics')

const readRoute = createRoute({
  method: 'get',
  path: '/api/v1/statistics',
  tags: ['统计 statistics'],
  summary: '统计: what is archived, by body, item, year, retention, format and result, and where hand-overs stand',
  request: {
    query: z.strictObject({
      by: z
        .string()
        .transform((given) => given.split(','))
        .pipe(z.array(dimension))
        .optional()
        .openapi({
          type: 'string',
          description: `of ${statisticDimensions.join(', ')}, separated by commas; absent: all`,
        }),
    }),
  },
  responses: { 200: { description: 'Counts of one moment', ...jsonOf(Told) }, ...problems(400, 401) },
})

/** Statistics. */
export function statisticsRoutes(app: OpenAPIHono, { archive }: ApiTools): void {
  app.openapi(readRoute, async (c) => c.json(await statistics(archive, c.req.valid('query').by), 200))
}
