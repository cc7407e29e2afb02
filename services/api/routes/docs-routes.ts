import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { docsPage } from '../docs-page.ts'
import { bytesOf } from './responses.ts'

const openApi = {
  openapi: '3.1.0',
  info: {
    title: 'Guidang 归档',
    version: '1',
    description: '政务服务电子档案 the electronic archive of a government service hall',
  },
  security: [{ accessKey: [] }],
}

const documentRoute = createRoute({
  method: 'get',
  path: '/api/openapi.json',
  tags: ['运行 operation'],
  summary: 'This description as OpenAPI 3.1',
  security: [],
  responses: { 200: { description: 'The document', ...bytesOf('application/json') } },
})

const pageRoute = createRoute({
  method: 'get',
  path: '/api/docs',
  tags: ['运行 operation'],
  summary: 'This description as a page',
  security: [],
  responses: { 200: { description: 'The page', ...bytesOf('text/html') } },
})

/** 接口说明: the API describes itself, to programs and to people. */
export function docsRoutes(app: OpenAPIHono): void {
  app.openapi(documentRoute, (c) => c.json(app.getOpenAPI31Document(openApi), 200))
  app.openapi(pageRoute, (c) => {
    // The page is one file: it loads nothing, runs nothing and goes into no frame.
    c.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
    return c.html(docsPage(app.getOpenAPI31Document(openApi)), 200)
  })
  app.get('/', (c) => c.redirect('/api/docs'))
}
