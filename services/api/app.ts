import { OpenAPIHono } from '@hono/zod-openapi'
import type { MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { type AccessKey, isAccessKey } from '../access-key.ts'
import type { ApiTools } from './api-tools.ts'
import { docsPage } from './docs-page.ts'
import { sendProblem } from './problem.ts'
import { caseRoutes } from './routes/case-routes.ts'
import { contentRoutes } from './routes/content-routes.ts'
import { openRoutes } from './routes/open-routes.ts'
import { recordRoutes } from './routes/record-routes.ts'
import { scopeRoutes } from './routes/scope-routes.ts'

/** The HTTP API. Everything it needs is an argument. */
export function createApp(tools: ApiTools): OpenAPIHono {
  const app = new OpenAPIHono({ defaultHook: refuseInvalid })
  app.use(secureHeaders())
  app.onError((error, c) => {
    if (!(error instanceof ArchiveError)) tools.archive.log.error({ err: error, path: c.req.path }, 'request failed')
    return sendProblem(c, error)
  })
  app.notFound((c) => sendProblem(c, new ArchiveError({ code: 'ROUTE_NOT_FOUND', found: c.req.path })))
  app.use('/api/v1/*', requireKey(tools.key))
  app.use('/metrics', requireKey(tools.key))
  app.openAPIRegistry.registerComponent('securitySchemes', 'accessKey', { type: 'http', scheme: 'bearer' })
  for (const routes of [openRoutes, caseRoutes, recordRoutes, contentRoutes, scopeRoutes]) routes(app, tools)
  app.doc31('/api/openapi.json', openApiInfo)
  app.get('/api/docs', (c) => c.html(docsPage(app.getOpenAPI31Document(openApiInfo))))
  return app
}

const openApiInfo = {
  openapi: '3.1.0',
  info: {
    title: 'Guidang 归档',
    version: '1',
    description: '政务服务电子档案 the electronic archive of a service hall',
  },
  security: [{ accessKey: [] }],
}

/** Anonymous access is never given. */
function requireKey(key: AccessKey): MiddlewareHandler {
  return async (c, next) => {
    const given = /^Bearer (\S+)$/.exec(c.req.header('authorization') ?? '')?.[1]
    if (given === undefined || !isAccessKey(given, key)) {
      c.header('www-authenticate', 'Bearer realm="guidang"')
      throw new ArchiveError({ code: 'ACCESS_KEY_REQUIRED' })
    }
    await next()
  }
}

type ValidationResult = {
  readonly success: boolean
  readonly error?: { readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[] }
}

/** An invalid request is a problem like any other; every wrong part is named. */
function refuseInvalid(result: ValidationResult): void {
  if (result.success) return
  const faults = (result.error?.issues ?? []).map(({ path, message }) => {
    return { code: 'REQUEST_INVALID', field: path.join('.'), found: message } as const
  })
  const [first = { code: 'REQUEST_INVALID' } as const, ...rest] = faults
  throw new ArchiveError([first, ...rest])
}
