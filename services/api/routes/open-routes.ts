import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { caseFileJsonSchema } from '#archive-schema/case-file/case-file-json-schema.ts'
import { type FaultCode, faultTexts } from '#archive-schema/fault-texts.ts'
import type { Catalogue } from '#storage/catalogue/catalogue.ts'
import { run, sql } from '#storage/catalogue/sql.ts'
import { archiveFigures } from '../../access/archive-status.ts'
import { worstLevel } from '../../capacity/tell-capacity.ts'
import { storeProofOf } from '../../worm-proof/read-proof.ts'
import type { ApiTools } from '../api-tools.ts'
import { formatMetrics } from '../format-metrics.ts'
import { problemType } from '../problem.ts'
import { bytesOf, jsonOf, problems } from './responses.ts'

/** Routes that need no key tell nothing of any record. */
const open = { tags: ['运行 operation'], method: 'get' as const, security: [] }

const healthRoute = createRoute({
  ...open,
  path: '/healthz',
  summary: 'Whether the process answers',
  responses: { 200: { description: 'It does', ...jsonOf(z.object({ status: z.literal('ok') })) } },
})

const Readiness = z.object({
  status: z.literal('ready'),
  testKeys: z.boolean().openapi({ description: 'records are sealed with test keys: without legal force' }),
  storeProof: z
    .enum(['passed', 'failed', 'none'])
    .openapi({ description: '锁定验证: the newest full proof of the store' }),
  capacity: z.enum(['ok', 'low', 'full', 'unknown']).openapi({
    description: '容量: the worst of all places; while staging or first store is full, no case is taken in',
  }),
})

const readyRoute = createRoute({
  ...open,
  path: '/readyz',
  summary: 'Whether the database answers',
  responses: { 200: { description: 'It does', ...jsonOf(Readiness) }, ...problems(503) },
})

const schemaRoute = createRoute({
  ...open,
  path: '/schemas/case-file.json',
  summary: 'JSON Schema 2020-12 of case.json',
  responses: { 200: { description: 'The schema', ...bytesOf('application/schema+json') } },
})

const Meaning = z.object({ code: z.string(), zh: z.string(), en: z.string() }).openapi('Meaning')

const problemRoute = createRoute({
  ...open,
  path: '/problems/{name}',
  summary: 'What a problem means: the `type` of a problem leads here',
  request: { params: z.object({ name: z.string() }) },
  responses: { 200: { description: 'The meaning', ...jsonOf(Meaning) }, ...problems(404) },
})

const metricsRoute = createRoute({
  method: 'get',
  path: '/metrics',
  tags: open.tags,
  summary: 'Counts for Prometheus',
  responses: { 200: { description: 'Prometheus text', ...bytesOf('text/plain') }, ...problems(401) },
})

/** Health, published schemas and the meaning of problem codes: open to all, and nothing of any record. Metrics need the key. */
export function openRoutes(app: OpenAPIHono, { archive }: ApiTools): void {
  app.openapi(healthRoute, (c) => c.json({ status: 'ok' as const }, 200))
  app.openapi(readyRoute, async (c) => {
    await requireDatabase(archive.catalogue)
    const storeProof = await storeProofOf(archive)
    const capacity = worstLevel(await archive.capacity.measure())
    return c.json({ status: 'ready' as const, testKeys: archive.signer.isTest, storeProof, capacity }, 200)
  })
  app.openapi(schemaRoute, (c) =>
    c.body(JSON.stringify(caseFileJsonSchema()), 200, { 'content-type': 'application/schema+json' }),
  )
  app.openapi(problemRoute, (c) => {
    const meaning = meanings.get(`/problems/${c.req.valid('param').name}`)
    if (meaning === undefined) throw new ArchiveError({ code: 'ROUTE_NOT_FOUND', found: c.req.path })
    return c.json(meaning, 200)
  })
  app.openapi(metricsRoute, async (c) => {
    const metrics = formatMetrics(await archiveFigures(archive))
    return c.body(metrics, 200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' })
  })
}

const meanings = new Map(
  (Object.keys(faultTexts) as FaultCode[]).map((code) => [problemType(code), { code, ...faultTexts[code] }]),
)

/** Throws `DATABASE_UNAVAILABLE`. Anybody may ask, so where the database should be stays in the cause. */
async function requireDatabase({ pool }: Catalogue): Promise<void> {
  try {
    await run(pool, sql`select 1`)
  } catch (error) {
    throw new ArchiveError({ code: 'DATABASE_UNAVAILABLE', found: 'readyz' }, { cause: error, permanent: false })
  }
}
