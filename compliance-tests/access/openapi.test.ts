import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { caseFileJsonSchema } from '#archive-schema/case-file/case-file-json-schema.ts'
import { createApp } from '#services/api/app.ts'
import { samples } from '../stack/test-archive.ts'
import { type ApiUnderTest, acceptedCase, openApi, type ToldCase } from './api-under-test.ts'
import { describedApi, describedOperations, type OpenApiDocument } from './described-operations.ts'

let api: ApiUnderTest
let archived: ToldCase
let document: OpenApiDocument

beforeAll(async () => {
  api = await openApi()
  archived = await api.handOver(acceptedCase('06-employment-registration-instant'))
  document = await describedApi(api)
})
afterAll(() => api.close())

/** Compiles schemas of the document; what is no JSON Schema 2020-12, or leads nowhere, throws. */
function compiler() {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: true })
  addFormats.default(ajv)
  ajv.addSchema(document, 'openapi')
  return ajv
}

test('the document is OpenAPI 3.1 and names the key as its security', () => {
  expect(document.openapi).toBe('3.1.0')
  expect(document.components.securitySchemes).toEqual({ accessKey: { type: 'http', scheme: 'bearer' } })
  expect(document.security).toEqual([{ accessKey: [] }])
})

test('every route is described, and everything that is described is a route', async () => {
  const app = createApp({ archive: api.archive, queue: {} as never, key: api.key })
  const routes = app.routes
    .filter(({ method, path }) => method !== 'ALL' && path !== '/')
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)(?:\{\.\+\})?/g, '{$1}')}`)
  const described = (await describedOperations(api)).map(({ method, path }) => `${method} ${path}`)
  expect(described.toSorted()).toEqual([...new Set(routes)].toSorted())
})

test('every operation is complete: summary, tag, path parameters, answers that mean something', async () => {
  for (const { path, method, summary, tags, parameters = [], responses } of await describedOperations(api)) {
    const place = `${method} ${path}`
    expect(summary, place).toMatch(/\w/)
    expect(tags, place).toHaveLength(1)
    const inPath = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => `{${name}}`)
    expect(inPath, place).toEqual(path.match(/\{\w+\}/g) ?? [])
    for (const { description } of Object.values(responses)) expect(description, place).toMatch(/\w/)
    expect(Object.keys(responses).some((status) => status.startsWith('2')) || method === 'DELETE', place).toBe(true)
    expect('401' in responses, place).toBe(path.startsWith('/api/v1/') || path === '/metrics')
  }
})

test('every schema of the document is JSON Schema 2020-12', async () => {
  const ajv = compiler()
  const pointers = Object.keys(document.components.schemas).map((name) => `/components/schemas/${name}`)
  for (const pointer of pointers) expect(ajv.getSchema(`openapi#${pointer}`), pointer).toBeTypeOf('function')
  for (const { parameters = [], requestBody, responses } of await describedOperations(api)) {
    const contents = [requestBody?.content, ...Object.values(responses).map(({ content }) => content)]
    const schemas = contents.flatMap((content) => Object.values(content ?? {}).map(({ schema }) => schema))
    for (const schema of [...schemas, ...parameters.map(({ schema }) => schema)]) {
      expect(ajv.validateSchema(schema)).toBe(true)
    }
  }
})

test('what is answered is what was described', async () => {
  const ajv = compiler()
  const path = `/api/v1/records/${archived.number}`
  for (const [name, told] of [
    ['Case', await api.read(`/api/v1/cases/${archived.id}`)],
    ['PipelineStatus', await api.read('/api/v1/status')],
    ['FinishedReport', await api.read('/api/v1/finished-cases?state=archived')],
    ['Statistics', await api.read('/api/v1/statistics')],
    ['SearchPage', await api.read('/api/v1/records?limit=1')],
    ['Record', await api.read(path)],
    ['Description', await api.read(`${path}/description`)],
    ['Inspection', await api.read(`${path}/inspections/bc`)],
    ['Verification', await api.read(`${path}/verification`)],
    ['Ledger', await api.read('/api/v1/ledger')],
    ['Consistency', await api.read('/api/v1/ledger/consistency?old=0')],
    ['Problem', await api.read('/api/v1/records/x')],
    ['Problem', await api.read(path, { method: 'DELETE' })],
    ['Meaning', await api.read('/problems/record-not-found')],
  ] as const) {
    const isRight = ajv.getSchema(`openapi#/components/schemas/${name}`)
    expect(isRight?.(told), `${name}: ${ajv.errorsText(isRight?.errors)}`).toBe(true)
  }
})

test('the scope tables of the samples are taken in again without change', async () => {
  const body = await readFile(join(samples, 'scope-tables.json'))
  const headers = { 'content-type': 'application/json' }
  const told = await api.read<{ tables: { isNew: boolean }[] }>('/api/v1/scope-tables', {
    method: 'POST',
    body,
    headers,
  })
  expect(told.tables.length).toBeGreaterThan(5)
  expect(told.tables.every(({ isNew }) => !isNew)).toBe(true)
})

test('the published schema of case.json is the one that decides', async () => {
  const response = await api.askAnonymously('/schemas/case-file.json')
  expect(response.headers.get('content-type')).toBe('application/schema+json')
  expect(await response.json()).toEqual(caseFileJsonSchema())
})

test('the page names every operation, loads nothing and runs nothing', async () => {
  const response = await api.askAnonymously('/api/docs')
  expect(response.headers.get('content-type')).toBe('text/html; charset=UTF-8')
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  const page = await response.text()
  for (const { path, summary = '' } of await describedOperations(api)) {
    expect(page).toContain(path)
    expect(page).toContain(escaped(summary))
  }
  expect(page).not.toMatch(/<script|<link|(src|href)="(?!\/|#)|@import|url\(|undefined|\[object/)
  expect((await api.askAnonymously('/')).headers.get('location')).toBe('/api/docs')
})

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
