import type { OpenAPIHono } from '@hono/zod-openapi'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { caseFileJsonSchema } from '#archive-schema/case-file/case-file-json-schema.ts'
import { describeFault } from '#archive-schema/fault.ts'
import { type FaultCode, faultTexts } from '#archive-schema/fault-texts.ts'
import { sql } from '#storage/catalogue/sql.ts'
import { pipelineStatus } from '../../access/case-status.ts'
import type { ApiTools } from '../api-tools.ts'
import { languageOf } from '../problem.ts'

/** Health, published schemas and the meaning of problem codes: open to all, and nothing of any record. Metrics need the key. */
export function openRoutes(app: OpenAPIHono, { archive }: ApiTools): void {
  app.get('/', (c) => c.redirect('/api/docs'))
  app.get('/healthz', (c) => c.json({ status: 'ok' }))
  app.get('/readyz', async (c) => {
    await archive.catalogue.pool.query(sql`select 1`.query)
    return c.json({ status: 'ready', store: archive.store.description, testKeys: archive.signer.isTest })
  })
  app.get('/schemas/case-file.json', (c) =>
    c.json(caseFileJsonSchema(), 200, { 'content-type': 'application/schema+json' }),
  )
  app.get('/problems/:name', (c) => {
    const code = c.req
      .param('name')
      .toUpperCase()
      .replace('ACTIVE-CONTENT', 'ACTIVE=CONTENT')
      .replaceAll('-', '_')
      .replace('=', '-')
    if (!(code in faultTexts)) throw new ArchiveError({ code: 'ROUTE_NOT_FOUND', found: c.req.path })
    return c.json({ code, meaning: describeFault({ code: code as FaultCode }, languageOf(c)) })
  })
  app.get('/metrics', async (c) =>
    c.text(metrics(await pipelineStatus(archive.catalogue)), 200, { 'content-type': 'text/plain; version=0.0.4' }),
  )
}

/** Prometheus text: where the cases stand. */
function metrics({ stages, archived, refused, review }: Awaited<ReturnType<typeof pipelineStatus>>): string {
  const moving = Object.entries(stages).map(([stage, cases]) => `guidang_cases_in_process{after="${stage}"} ${cases}`)
  return [
    '# HELP guidang_cases_in_process Cases in process, by their last completed stage.',
    '# TYPE guidang_cases_in_process gauge',
    ...moving,
    '# HELP guidang_cases_ended Cases that have come to an end.',
    '# TYPE guidang_cases_ended gauge',
    `guidang_cases_ended{outcome="archived"} ${archived}`,
    `guidang_cases_ended{outcome="refused"} ${refused}`,
    `guidang_cases_ended{outcome="review"} ${review}`,
    '',
  ].join('\n')
}
