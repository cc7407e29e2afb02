import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { parseBatchNumber } from '#archive-schema/registration-form/form-number.ts'
import { registrationForm } from '#archive-schema/registration-form/registration-profile.ts'
import { defaultCaptureLimits } from '#pipelines/capture/capture-limits.ts'
import { caseStatus } from '../../access/case-status.ts'
import type { CaseOutcome } from '../../intake/case-outcome.ts'
import { takeIn } from '../../intake/take-in.ts'
import type { ApiTools } from '../api-tools.ts'
import { receiveUpload } from '../receive-upload.ts'
import { text } from './parameters.ts'
import { Fault, jsonOf, problems } from './responses.ts'
import { CaseDecision } from './review-routes.ts'

const Case = z
  .object({
    id: z.uuid(),
    outcome: z.enum(['processing', 'archived', 'review', 'refused']),
    folder: z.string(),
    batch: z.string().optional().openapi({ description: '批次号' }),
    stage: z.string(),
    number: z.string().optional().openapi({ description: '电子文件号' }),
    archivalCode: z.string().optional().openapi({ description: '档号' }),
    faults: z.array(Fault).readonly().optional(),
    waitsFor: z
      .array(Fault)
      .readonly()
      .optional()
      .openapi({ description: '子办件 that the case waits for, each with the reason' }),
    decisions: z
      .array(CaseDecision)
      .readonly()
      .optional()
      .openapi({ description: 'what persons have decided while it waited' }),
    timeline: z.array(z.object({ stage: z.string(), at: z.iso.datetime() })).readonly(),
  })
  .openapi('Case')

const locationHeader = { Location: { schema: { type: 'string' }, description: 'where the case stands' } } as const

const handOver = createRoute({
  method: 'post',
  path: '/api/v1/cases',
  tags: ['收集 capture'],
  summary: '收集: hand over a finished case',
  description:
    'As multipart: part `case` is case.json, every other part is a file, its file name the path listed there (`files/` may be ' +
    'left out). Or as a ZIP of the case folder. A repeat is harmless: the same case again (source system, 业务流水号, revision) ' +
    'is answered with the first result, other content under the same identity is refused with 409.',
  request: {
    query: z.object({
      batch: text.optional().openapi({ description: '批次号: the batch under which the case is handed in' }),
    }),
    headers: z.object({
      'idempotency-key': z
        .string()
        .optional()
        .openapi({ description: 'accepted and not needed: the identity in case.json tells a repeat' }),
    }),
    // Not zod schemas: these would be parsed in memory; the upload is streamed.
    body: {
      content: {
        'multipart/form-data': { schema: { type: 'object', required: ['case'], properties: { case: {} } } },
        'application/zip': { schema: {} },
      },
      required: true,
    },
  },
  responses: {
    200: { description: 'Handed over before: the first result', headers: locationHeader, ...jsonOf(Case) },
    202: { description: 'Taken in; follow Location', headers: locationHeader, ...jsonOf(Case) },
    ...problems(400, 401, 409, 413, 415, 422, 503, 507),
  },
})

const readCase = createRoute({
  method: 'get',
  path: '/api/v1/cases/{id}',
  tags: ['收集 capture'],
  summary: 'Where a case stands',
  request: { params: z.object({ id: text.min(1).openapi({ description: 'id of the case, 电子文件号 or 档号' }) }) },
  responses: { 200: { description: 'The case', ...jsonOf(Case) }, ...problems(400, 401, 404) },
})

/** Intake and its progress. */
export function caseRoutes(app: OpenAPIHono, { archive, queue }: ApiTools): void {
  app.openapi(handOver, async (c) => {
    const receive = () => receiveUpload(c.req.raw, archive.config.dataDir, defaultCaptureLimits)
    const { batch } = c.req.valid('query')
    const under = batch === undefined ? undefined : parseBatchNumber(registrationForm, batch)
    const taken = await takeIn(receive, 'upload', archive, queue, under)
    if ('ended' in taken) throw refusalOf(taken.ended)
    const status = await caseStatus(archive.catalogue, taken.caseId)
    const location = { location: `/api/v1/cases/${taken.caseId}` }
    return taken.repeated ? c.json(status, 200, location) : c.json(status, 202, location)
  })
  app.openapi(readCase, async (c) => c.json(await caseStatus(archive.catalogue, c.req.valid('param').id), 200))
}

function refusalOf({ faults = [] }: CaseOutcome): Error {
  const [first, ...rest] = faults
  return first === undefined ? new Error('refused without a fault') : new ArchiveError([first, ...rest])
}
