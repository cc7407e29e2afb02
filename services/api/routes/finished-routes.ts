import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { FinishedList } from '#archive-schema/finished-cases/finished-list.ts'
import { finishedReport, finishedStates } from '../../access/finished-report.ts'
import { importFinishedCases, maxFinishedListBytes } from '../../intake/import-finished-cases.ts'
import type { ApiTools } from '../api-tools.ts'
import { requireJson } from '../json-body.ts'
import { limitBody } from '../limit-body.ts'
import { described } from './described.ts'
import { text } from './parameters.ts'
import { jsonOf, problems } from './responses.ts'

const path = '/api/v1/finished-cases'

const Imported = z
  .object({
    systemCode: z.string(),
    cases: z.int(),
    new: z.int().openapi({ description: 'cases of which the list says something that was not said before' }),
  })
  .openapi('ImportedFinishedCases')

const state = z.enum(finishedStates)
const day = z.iso.date()

const Report = z
  .object({
    on: day.openapi({ description: 'the day of China’s calendar for which it holds' }),
    deadline: z.object({
      source: z.string(),
      confidence: z.string(),
      alarmAfterDays: z.int(),
      overdueAfter: z.object({ month: z.int(), day: z.int(), yearsLater: z.int() }),
    }),
    counts: z.object({ archived: z.int(), due: z.int(), alarm: z.int(), overdue: z.int() }),
    cases: z
      .array(
        z.object({
          systemCode: z.string(),
          serialNumber: z.string().openapi({ description: '业务流水号' }),
          acceptanceNumber: z.string().optional().openapi({ description: '受理编号' }),
          finishedOn: day,
          name: z.string().optional(),
          handover: z.enum(['none', 'processing', 'review', 'archived', 'refused']),
          number: z.string().optional().openapi({ description: '电子文件号' }),
          state,
          alarmAfter: day,
          overdueAfter: day.openapi({ description: 'the last day in time' }),
        }),
      )
      .readonly(),
    next: z.string().optional().openapi({ description: 'cursor of the next page; absent on the last' }),
    gaps: z
      .array(
        z.object({ systemCode: z.string(), series: z.string(), from: z.string(), to: z.string(), missing: z.int() }),
      )
      .readonly()
      .openapi({ description: '断号: what is missing between the known 受理编号 of a series' }),
  })
  .openapi('FinishedReport')

const importRoute = createRoute({
  method: 'post',
  path,
  tags: ['收集 capture'],
  summary: '办结清单: tell what a handling system has finished; the same again is harmless',
  middleware: [requireJson, limitBody('finished-cases', maxFinishedListBytes)] as const,
  request: { body: { ...jsonOf(described('FinishedList', FinishedList)), required: true } },
  responses: { 200: { description: 'What was taken in', ...jsonOf(Imported) }, ...problems(400, 401, 413, 415) },
})

const reportRoute = createRoute({
  method: 'get',
  path,
  tags: ['收集 capture'],
  summary: '催报: finished cases that are not archived, with alarm and overdue, and gaps between 受理编号',
  request: {
    query: z.strictObject({
      state: state.optional().openapi({ description: 'only cases of this state; absent: all that are not archived' }),
      after: text.optional().openapi({ description: 'cursor: `next` of the page before' }),
      limit: z.coerce.number().int().min(1).max(1000).default(200).openapi({ description: 'cases a page' }),
    }),
  },
  responses: { 200: { description: 'The report of today', ...jsonOf(Report) }, ...problems(400, 401) },
})

/** Finished cases: what handling systems tell of them, and which of them are still to be archived. */
export function finishedRoutes(app: OpenAPIHono, { archive }: ApiTools): void {
  app.openapi(importRoute, async (c) => c.json(await importFinishedCases(archive, c.req.valid('json')), 200))
  app.openapi(reportRoute, async (c) => {
    const { state, ...page } = c.req.valid('query')
    return c.json(await finishedReport(archive, { ...page, ...(state === undefined ? {} : { states: [state] }) }), 200)
  })
}
