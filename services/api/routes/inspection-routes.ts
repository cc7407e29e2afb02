import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { carryOutInspection } from '../../access/carry-out-inspection.ts'
import { decideItem } from '../../access/decide-item.ts'
import { requireRecord } from '../../access/require-record.ts'
import { renderReport, reportFormats } from '../../reports/render-report.ts'
import type { ApiTools } from '../api-tools.ts'
import { Answer, Decision, Inspection, inspectionParameters, reportQuery } from './inspection-schemas.ts'
import { bytesOf, jsonOf, problems } from './responses.ts'

/** A report in each of its forms; only that of JSON has a schema. */
const reportContent: ReturnType<typeof bytesOf>['content'] = {
  ...jsonOf(Inspection).content,
  ...bytesOf('application/xml', 'text/html', 'application/pdf').content,
}

const inspectRoute = createRoute({
  method: 'get',
  path: '/api/v1/records/{number}/inspections/{stage}',
  tags: ['检测 inspection'],
  summary: '检测: run the four-property inspection of a stage now, with what persons have decided',
  request: { params: inspectionParameters, query: reportQuery },
  responses: { 200: { description: 'The report', content: reportContent }, ...problems(400, 401, 404, 410, 503) },
})

const decideRoute = createRoute({
  method: 'post',
  path: '/api/v1/records/{number}/inspections/{stage}/decisions',
  tags: ['检测 inspection'],
  summary: '人工核查: decide an item that waits for a person; kept for ever, a later decision holds',
  request: { params: inspectionParameters, body: { ...jsonOf(Answer), required: true } },
  responses: { 201: { description: 'What was kept', ...jsonOf(Decision) }, ...problems(400, 401, 404, 410, 409) },
})

/** Inspections of stored records and the decisions of persons about them. */
export function inspectionRoutes(app: OpenAPIHono, { archive }: ApiTools): void {
  app.openapi(inspectRoute, async (c) => {
    const { number, stage } = c.req.valid('param')
    const { format } = c.req.valid('query')
    const record = await requireRecord(archive.catalogue, number)
    const report = await carryOutInspection(archive, record, stage)
    const headers = { 'content-type': reportFormats[format], 'cache-control': 'private, no-cache' }
    return c.newResponse(await renderReport(format, [{ report, record }], archive.config.chromium), 200, headers)
  })
  app.openapi(decideRoute, async (c) => {
    const { number, stage } = c.req.valid('param')
    const record = await requireRecord(archive.catalogue, number)
    return c.json(await decideItem(archive, record, stage, c.req.valid('json')), 201)
  })
}
