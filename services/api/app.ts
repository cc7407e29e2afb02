import { OpenAPIHono } from '@hono/zod-openapi'
import { secureHeaders } from 'hono/secure-headers'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { refuseInvalid } from '../refuse-invalid.ts'
import type { ApiTools } from './api-tools.ts'
import { codedIfUnreadable } from './json-body.ts'
import { sendProblem } from './problem.ts'
import { requireKey } from './require-key.ts'
import { actRoutes } from './routes/act-routes.ts'
import { auditRoutes } from './routes/audit-routes.ts'
import { caseRoutes } from './routes/case-routes.ts'
import { changeRoutes } from './routes/change-routes.ts'
import { contentRoutes } from './routes/content-routes.ts'
import { descriptionRoutes } from './routes/description-routes.ts'
import { disposalRoutes } from './routes/disposal-routes.ts'
import { docsRoutes } from './routes/docs-routes.ts'
import { finishedRoutes } from './routes/finished-routes.ts'
import { handoverRoutes } from './routes/handover-routes.ts'
import { inspectionRoutes } from './routes/inspection-routes.ts'
import { ledgerRoutes } from './routes/ledger-routes.ts'
import { openRoutes } from './routes/open-routes.ts'
import { recordRoutes } from './routes/record-routes.ts'
import { registrationRoutes } from './routes/registration-routes.ts'
import { retentionRoutes } from './routes/retention-routes.ts'
import { reviewRoutes } from './routes/review-routes.ts'
import { scopeRoutes } from './routes/scope-routes.ts'
import { statisticsRoutes } from './routes/statistics-routes.ts'
import { statusRoutes } from './routes/status-routes.ts'

/** The HTTP API. Everything it needs is an argument. */
export function createApp(tools: ApiTools): OpenAPIHono {
  const app = new OpenAPIHono({ defaultHook: refuseInvalid })
  app.use(secureHeaders())
  app.onError((thrown, c) => {
    const error = codedIfUnreadable(thrown)
    const response = sendProblem(c, error)
    if (response.status >= 500) tools.archive.log.error({ err: error, path: c.req.path }, 'request failed')
    return response
  })
  app.notFound((c) => sendProblem(c, new ArchiveError({ code: 'ROUTE_NOT_FOUND', found: c.req.path })))
  app.use('/api/v1/*', requireKey(tools.key))
  app.use('/metrics', requireKey(tools.key))
  app.openAPIRegistry.registerComponent('securitySchemes', 'accessKey', { type: 'http', scheme: 'bearer' })
  for (const routes of [
    caseRoutes,
    reviewRoutes,
    handoverRoutes,
    recordRoutes,
    descriptionRoutes,
    inspectionRoutes,
    actRoutes,
    contentRoutes,
    ledgerRoutes,
    auditRoutes,
    registrationRoutes,
    retentionRoutes,
    disposalRoutes,
    scopeRoutes,
    finishedRoutes,
    changeRoutes,
    statisticsRoutes,
    statusRoutes,
    openRoutes,
    docsRoutes,
  ])
    routes(app, tools)
  return app
}
