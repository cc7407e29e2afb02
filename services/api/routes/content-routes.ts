import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { exportArchive } from '../../access/export-archive.ts'
import { readDocument, readPackage } from '../../access/read-content.ts'
import { plainText } from '../../access/record-text.ts'
import { requireDocument, requireRecord } from '../../access/require-record.ts'
import type { ApiTools } from '../api-tools.ts'
import { sendBytes } from '../send-bytes.ts'
import { bytesOf, problems } from './responses.ts'

const number = z.object({ number: z.string().min(1).openapi({ description: '电子文件号 or 档号' }) })
const document = number.extend({ document: z.coerce.number().int().min(1) })
const page = z.object({ page: z.coerce.number().int().min(1).optional() })
const headers = z.object({
  range: z.string().optional(),
  'if-none-match': z.string().optional(),
  'if-range': z.string().optional(),
})

const partial = { 206: { description: 'The asked part' }, 304: { description: 'Not changed; it never is' } } as const

const packageRoute = createRoute({
  method: 'get',
  path: '/api/v1/records/{number}/package',
  summary: '提取: the sealed package',
  request: { params: number, headers },
  responses: {
    200: { description: 'The package', ...bytesOf('application/zip') },
    ...partial,
    ...problems(401, 404, 416),
  },
})

const documentRoute = createRoute({
  method: 'get',
  path: '/api/v1/records/{number}/documents/{document}',
  summary: '提取: one document, read out of the sealed package by range',
  request: { params: document, headers },
  responses: { 200: { description: 'The document', ...bytesOf('*/*') }, ...partial, ...problems(401, 404, 416) },
})

const evidenceRoute = createRoute({
  method: 'get',
  path: '/api/v1/records/{number}/evidence',
  summary: '证据: manifests, statement and signature',
  request: { params: number, headers },
  responses: {
    200: { description: 'The evidence', ...bytesOf('application/x-tar') },
    ...partial,
    ...problems(401, 404, 416),
  },
})

const textRoute = createRoute({
  method: 'get',
  path: '/api/v1/records/{number}/text',
  summary: '文本: recognised or extracted text of the whole record, pages separated by form feeds',
  request: { params: number },
  responses: { 200: { description: 'Plain text', ...bytesOf('text/plain') }, ...problems(401, 404) },
})

const documentTextRoute = createRoute({
  method: 'get',
  path: '/api/v1/records/{number}/documents/{document}/text',
  summary: '文本: text of one document, or of one page of it',
  request: { params: document, query: page },
  responses: { 200: { description: 'Plain text', ...bytesOf('text/plain') }, ...problems(401, 404) },
})

const exportRoute = createRoute({
  method: 'get',
  path: '/api/v1/records/{number}/export',
  summary: '导出: package, evidence, trust and verifier: all that a stranger needs, as a ZIP',
  request: { params: number },
  responses: { 200: { description: 'The export', ...bytesOf('application/zip') }, ...problems(401, 404) },
})

/** Bytes and text of records. */
export function contentRoutes(app: OpenAPIHono, { archive }: ApiTools): void {
  const { catalogue, store } = archive
  app.openapi(packageRoute, async (c) => {
    const record = await requireRecord(catalogue, c.req.valid('param').number)
    return sendBytes(c, {
      fixity: record.packageFixity,
      mediaType: 'application/zip',
      fileName: `${record.number}.zip`,
      read: (range) => readPackage(store, record, range),
    })
  })
  app.openapi(documentRoute, async (c) => {
    const asked = c.req.valid('param')
    const record = await requireRecord(catalogue, asked.number)
    const entry = await requireDocument(catalogue, record, asked.document)
    return sendBytes(c, {
      fixity: entry.fixity,
      mediaType: entry.mediaType,
      fileName: entry.path.split('/').at(-1) ?? entry.path,
      read: (range) => readDocument(store, record, entry, range),
    })
  })
  app.openapi(evidenceRoute, async (c) => {
    const record = await requireRecord(catalogue, c.req.valid('param').number)
    const { evidence } = record.objects
    return sendBytes(c, {
      fixity: evidence,
      mediaType: 'application/x-tar',
      fileName: `${record.number}.evidence.tar`,
      read: (range) => store.read(evidence.key, range),
    })
  })
  app.openapi(textRoute, async (c) => {
    const record = await requireRecord(catalogue, c.req.valid('param').number)
    return c.text(await plainText(store, record, {}))
  })
  app.openapi(documentTextRoute, async (c) => {
    const asked = c.req.valid('param')
    const record = await requireRecord(catalogue, asked.number)
    await requireDocument(catalogue, record, asked.document)
    return c.text(await plainText(store, record, { document: asked.document, ...c.req.valid('query') }))
  })
  app.openapi(exportRoute, async (c) => {
    const record = await requireRecord(catalogue, c.req.valid('param').number)
    const name = encodeURIComponent(`${record.number}.export.zip`)
    const stream = ReadableStream.from(exportArchive(archive, record)) as ReadableStream
    return c.body(stream, 200, {
      'content-type': 'application/zip',
      'content-disposition': `attachment; filename*=UTF-8''${name}`,
    })
  })
}
