import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { exportArchive } from '../../access/export-archive.ts'
import { readDocument, readPackage } from '../../access/read-content.ts'
import { plainText } from '../../access/record-text.ts'
import { requireDocument, requireRecord } from '../../access/require-record.ts'
import type { ApiTools } from '../api-tools.ts'
import { attachment } from '../content-disposition.ts'
import { openBody } from '../open-body.ts'
import { sendBytes } from '../send-bytes.ts'
import { documentParameters, recordParameter } from './parameters.ts'
import { bytesOf, problems } from './responses.ts'

const page = z.strictObject({
  page: z.coerce.number().int().min(1).optional().openapi({ description: 'page of the document, from 1' }),
})
const headers = z.object({
  range: z.string().optional().openapi({ example: 'bytes=0-1023' }),
  'if-none-match': z.string().optional().openapi({ description: 'an ETag that is there already' }),
  'if-range': z.string().optional().openapi({ description: 'the range holds for this ETag only' }),
})

/** Bytes with the digest by which they are known. */
function sent(description: string, mediaType: string) {
  const field = (description: string) => ({ schema: { type: 'string' as const }, description })
  const known = {
    ETag: field('strong: the SHA-256'),
    'Repr-Digest': field('SHA-256 of the whole (RFC 9530)'),
  }
  return {
    200: { description, headers: known, ...bytesOf(mediaType) },
    206: { description: 'The asked part', headers: known, ...bytesOf(mediaType) },
    304: { description: 'Not changed; it never is' },
    ...problems(400, 401, 404, 416),
  }
}

const packageRoute = createRoute({
  method: 'get',
  path: '/api/v1/records/{number}/package',
  tags: ['提取 content'],
  summary: '提取: the sealed package',
  request: { params: recordParameter, headers },
  responses: sent('The package', 'application/zip'),
})

const documentRoute = createRoute({
  method: 'get',
  path: '/api/v1/records/{number}/documents/{document}',
  tags: ['提取 content'],
  summary: '提取: one document, read out of the sealed package by range',
  request: { params: documentParameters, headers },
  responses: sent('The document', '*/*'),
})

const evidenceRoute = createRoute({
  method: 'get',
  path: '/api/v1/records/{number}/evidence',
  tags: ['提取 content'],
  summary: '证据: manifests, statement and signature',
  request: { params: recordParameter, headers },
  responses: sent('The evidence', 'application/x-tar'),
})

const textRoute = createRoute({
  method: 'get',
  path: '/api/v1/records/{number}/text',
  tags: ['提取 content'],
  summary: '文本: recognised or extracted text of the whole record, pages separated by form feeds',
  request: { params: recordParameter },
  responses: { 200: { description: 'Plain text', ...bytesOf('text/plain') }, ...problems(400, 401, 404, 410) },
})

const documentTextRoute = createRoute({
  method: 'get',
  path: '/api/v1/records/{number}/documents/{document}/text',
  tags: ['提取 content'],
  summary: '文本: text of one document, or of one page of it',
  request: { params: documentParameters, query: page },
  responses: { 200: { description: 'Plain text', ...bytesOf('text/plain') }, ...problems(400, 401, 404, 410) },
})

const exportRoute = createRoute({
  method: 'get',
  path: '/api/v1/records/{number}/export',
  tags: ['提取 content'],
  summary: '导出: package, evidence, trust and verifier: all that a stranger needs, as a ZIP',
  request: { params: recordParameter },
  responses: { 200: { description: 'The export', ...bytesOf('application/zip') }, ...problems(400, 401, 404, 410) },
})

const plain = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'private, no-cache' }

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
    return c.text(await plainText(store, record, {}), 200, plain)
  })
  app.openapi(documentTextRoute, async (c) => {
    const asked = c.req.valid('param')
    const record = await requireRecord(catalogue, asked.number)
    await requireDocument(catalogue, record, asked.document)
    return c.text(await plainText(store, record, { document: asked.document, ...c.req.valid('query') }), 200, plain)
  })
  app.openapi(exportRoute, async (c) => {
    const record = await requireRecord(catalogue, c.req.valid('param').number)
    // The archive is made while it is sent: its size and digest are not known before.
    const headers = {
      'content-type': 'application/zip',
      'content-disposition': attachment(`${record.number}.export.zip`),
      'cache-control': 'private, no-cache',
    }
    if (c.req.method === 'HEAD') return c.newResponse(null, 200, headers)
    return c.newResponse(await openBody(exportArchive(archive, record)), 200, headers)
  })
}
