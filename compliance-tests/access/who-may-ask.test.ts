import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ApiTools } from '#services/api/api-tools.ts'
import { createApp } from '#services/api/app.ts'
import { type ApiUnderTest, acceptedCase, openApi, type ToldCase, type ToldProblem } from './api-under-test.ts'
import { describedOperations } from './described-operations.ts'

let api: ApiUnderTest
let archived: ToldCase

beforeAll(async () => {
  api = await openApi()
  archived = await api.handOver(acceptedCase('06-employment-registration-instant'))
})
afterAll(() => api.close())

/** What is open to all, and to nobody else: the test fails when a route is added that is in neither list. */
const openPaths = [
  '/healthz',
  '/readyz',
  '/schemas/case-file.json',
  '/problems/{name}',
  '/api/openapi.json',
  '/api/docs',
]
const lockedPaths = [
  '/api/v1/audits',
  '/api/v1/audits/{id}',
  '/api/v1/copies',
  '/api/v1/cases',
  '/api/v1/cases/{id}',
  '/api/v1/cases/{id}/decisions',
  '/api/v1/change-notices',
  '/api/v1/disposals',
  '/api/v1/disposals/{list}',
  '/api/v1/disposals/{list}/approvals',
  '/api/v1/disposals/{list}/attestations',
  '/api/v1/disposals/{list}/destruction',
  '/api/v1/disposals/{list}/runs',
  '/api/v1/disposals/{list}/withdrawal',
  '/api/v1/due-records',
  '/api/v1/finished-cases',
  '/api/v1/handovers',
  '/api/v1/holds',
  '/api/v1/holds/{hold}/releases',
  '/api/v1/ledger',
  '/api/v1/ledger/checkpoint',
  '/api/v1/ledger/consistency',
  '/api/v1/ledger/sm3/checkpoint',
  '/api/v1/ledger/sm3/tile/{path}',
  '/api/v1/ledger/tile/{path}',
  '/api/v1/records',
  '/api/v1/records/{number}',
  '/api/v1/records/{number}/acts',
  '/api/v1/records/{number}/description',
  '/api/v1/records/{number}/documents/{document}',
  '/api/v1/records/{number}/documents/{document}/text',
  '/api/v1/records/{number}/evidence',
  '/api/v1/records/{number}/export',
  '/api/v1/records/{number}/extensions',
  '/api/v1/records/{number}/inspections/{stage}',
  '/api/v1/records/{number}/inspections/{stage}/decisions',
  '/api/v1/records/{number}/package',
  '/api/v1/records/{number}/proof',
  '/api/v1/records/{number}/text',
  '/api/v1/records/{number}/verification',
  '/api/v1/registration-forms',
  '/api/v1/registration-forms/{number}',
  '/api/v1/registration-forms/{number}/answers',
  '/api/v1/registration-forms/{number}/checks',
  '/api/v1/registration-forms/{number}/signatures',
  '/api/v1/scope-tables',
  '/api/v1/statistics',
  '/api/v1/status',
  '/metrics',
]

function filled(path: string): string {
  return path
    .replace('{number}', archived.number ?? '')
    .replace('{id}', archived.id)
    .replace('{document}', '1')
    .replace('{stage}', 'bc')
    .replace('{name}', 'record-not-found')
}

const wrongKeys = (key: string) => [
  undefined,
  '',
  'Bearer',
  'Bearer ',
  `Bearer ${key.slice(0, -1)}`,
  `Bearer ${key}x`,
  `Bearer ${key} ${key}`,
  `Basic ${key}`,
  `Basic ${btoa(`admin:${key}`)}`,
  key,
]

test('every operation is either open or locked', async () => {
  const operations = await describedOperations(api)
  expect([...new Set(operations.map(({ path }) => path))].toSorted()).toEqual([...openPaths, ...lockedPaths].toSorted())
  for (const { path, security } of operations)
    expect(security).toEqual(openPaths.includes(path) ? [] : [{ accessKey: [] }])
})

test('without the key nothing of a record is told, whatever is asked', async () => {
  for (const { path, method } of await describedOperations(api)) {
    if (openPaths.includes(path)) continue
    for (const authorization of wrongKeys(api.key.value)) {
      const headers = authorization === undefined ? {} : { authorization }
      const response = await api.askAnonymously(filled(path), { method, headers })
      expect([path, method, authorization, response.status]).toEqual([path, method, authorization, 401])
      expect(response.headers.get('www-authenticate')).toMatch(/^Bearer realm="guidang"/)
      expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
      const problem = (await response.json()) as ToldProblem
      expect(problem).toMatchObject({ status: 401, code: 'ACCESS_KEY_REQUIRED', type: '/problems/access-key-required' })
    }
  }
})

test.for([
  '/api/v1',
  '/api/v1/',
  '/api/v1/nothing',
  '/api//v1/status',
  '/API/v1/status',
  '/api/v1/../v1/status',
  '/api/%76%31/status',
  '/api%2Fv1%2Fstatus',
  '/problems/../api/v1/status',
  '/metrics/',
  '/%6detrics',
])('%s is no way around the key', async (path) => {
  expect([401, 404]).toContain((await api.askAnonymously(path)).status)
})

test('HEAD and unknown methods need the key too', async () => {
  for (const method of ['HEAD', 'PUT', 'PATCH', 'OPTIONS', 'PROPFIND']) {
    const response = await api.askAnonymously(`/api/v1/records/${archived.number}`, { method })
    expect([method, response.status]).toEqual([method, 401])
  }
})

test('the key opens, however its scheme is written', async () => {
  for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
    const headers = { authorization: `${scheme} ${api.key.value}` }
    expect((await api.askAnonymously('/api/v1/status', { headers })).status).toBe(200)
  }
})

test('what is open tells nothing of any record', async () => {
  const secrets = [
    archived.number,
    archived.archivalCode,
    archived.id,
    '刘翀',
    api.key.value,
    api.archive.config.dataDir,
  ]
  for (const path of openPaths) {
    const response = await api.askAnonymously(filled(path))
    expect([path, response.status]).toEqual([path, 200])
    const told = await response.text()
    for (const secret of secrets) expect(told).not.toContain(secret)
  }
  expect(await (await api.askAnonymously('/healthz')).json()).toEqual({ status: 'ok' })
  expect(await (await api.askAnonymously('/readyz')).json()).toEqual({
    ...{ status: 'ready', testKeys: true, storeProof: 'none', capacity: 'ok' },
  })
})

test('metrics count the cases', async () => {
  const response = await api.ask('/metrics')
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  const lines = (await response.text()).split('\n')
  expect(lines).toContain('guidang_cases_ended{outcome="archived"} 1')
  expect(lines).toContain('guidang_cases_ended{outcome="refused"} 0')
  expect(await api.read('/api/v1/status')).toMatchObject({ stages: {}, archived: 1, refused: 0, review: 0 })
})

test('without its database the service says so, but not to everybody where it should be', async () => {
  const app = appWith(() => Promise.reject(Object.assign(new Error('connect 10.1.2.3:5432'), { code: 'ECONNREFUSED' })))
  const ready = await app.request('/readyz')
  const told = await ready.text()
  expect(ready.status).toBe(503)
  expect(JSON.parse(told)).toMatchObject({ code: 'DATABASE_UNAVAILABLE', status: 503 })
  expect(told).not.toContain('10.1.2.3')

  const asked = await app.request('/api/v1/status', { headers: keyed() })
  expect(asked.status).toBe(503)
  expect(await asked.json()).toMatchObject({ code: 'DATABASE_UNAVAILABLE', status: 503 })
})

test('of a mistake of ours nothing is told, but it is logged', async () => {
  const logged: unknown[] = []
  const mistake = new TypeError('select * from secret')
  const app = appWith(
    () => Promise.reject(mistake),
    (entry) => logged.push(entry),
  )
  const response = await app.request('/api/v1/status', { headers: { ...keyed(), 'accept-language': 'en' } })
  expect(response.status).toBe(500)
  const told = (await response.json()) as ToldProblem
  expect(told).toMatchObject({
    title: 'Internal error',
    status: 500,
    code: 'INTERNAL_FAILURE',
    instance: '/api/v1/status',
  })
  expect(JSON.stringify(told)).not.toContain('secret')
  expect(logged).toEqual([{ err: mistake, path: '/api/v1/status' }])
})

function keyed() {
  return { authorization: `Bearer ${api.key.value}` }
}

/** An API whose database answers as `query` does. */
function appWith(query: () => Promise<never>, error: (entry: unknown) => void = () => {}) {
  const archive = { ...api.archive, log: { error }, catalogue: { pool: { query } } }
  return createApp({ archive, queue: {}, key: api.key } as unknown as ApiTools)
}
