import { afterAll, beforeAll, expect, test } from 'vitest'
import { faultTexts } from '#archive-schema/fault-texts.ts'
import { type ApiUnderTest, openApi, type ToldProblem } from './api-under-test.ts'

let api: ApiUnderTest

beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

test('a problem says what, where, and what to do, in Chinese', async () => {
  const response = await api.ask('/api/v1/records/无此号')
  expect(response.status).toBe(404)
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'application/problem+json; charset=utf-8',
    'content-language': 'zh-CN',
    vary: 'Accept-Language',
  })
  expect(await response.json()).toEqual({
    type: '/problems/record-not-found',
    title: '档案不存在',
    status: 404,
    detail: '没有编号为 无此号 的档案。请核对电子文件号或档号。',
    instance: '/api/v1/records/%E6%97%A0%E6%AD%A4%E5%8F%B7',
    code: 'RECORD_NOT_FOUND',
    faults: [
      {
        code: 'RECORD_NOT_FOUND',
        found: '无此号',
        detail: '没有编号为 无此号 的档案。请核对电子文件号或档号。',
      },
    ],
  })
})

test.for([
  ['en', 'en'],
  ['en-GB, zh;q=0.8', 'en'],
  ['zh;q=0.2, en;q=0.8', 'en'],
  ['en;q=0.2, zh-CN;q=0.8', 'zh-CN'],
  ['fr', 'zh-CN'],
  ['zh;q=0, *', 'en'],
] as const)('who accepts %s reads %s', async ([accepted, language]) => {
  const response = await api.ask('/api/v1/records/x', { headers: { 'accept-language': accepted } })
  expect(response.headers.get('content-language')).toBe(language)
  const titles = { en: 'No such record', 'zh-CN': '档案不存在' } as const
  expect(((await response.json()) as ToldProblem).title).toBe(titles[language])
})

test('the type of every problem leads to its meaning', async () => {
  const codes = Object.keys(faultTexts) as (keyof typeof faultTexts)[]
  for (const code of codes) {
    const type = `/problems/${code.toLowerCase().replaceAll('_', '-')}`
    const response = await api.askAnonymously(type)
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ code, ...faultTexts[code] })
  }
  const types = codes.map((code) => code.replaceAll('_', '-'))
  expect(new Set(types).size).toBe(codes.length)
})

test.for([
  '/problems/',
  '/problems/nothing',
  '/problems/constructor',
  '/problems/__proto__',
  '/problems/RECORD-NOT-FOUND',
])('%s is not there', async (path) => {
  const response = await api.askAnonymously(path)
  expect(response.status).toBe(404)
  expect(await response.json()).toMatchObject({ code: 'ROUTE_NOT_FOUND', type: '/problems/route-not-found' })
})

test.for([
  ['not JSON', '{"tables": [', 'SCOPE_TABLE_INVALID', 422],
  ['no tables', '{}', 'SCOPE_TABLE_INVALID', 422],
  ['not UTF-8', Uint8Array.of(0xff, 0xfe), 'SCOPE_TABLE_INVALID', 422],
  ['nothing', '', 'SCOPE_TABLE_INVALID', 422],
  ['too much', new Uint8Array(16 * 2 ** 20 + 1), 'LIMITS_SIZE', 413],
] as const)('scope tables that are %s are refused', async ([, body, code, status]) => {
  const headers = { 'content-type': 'application/json' }
  const response = await api.ask('/api/v1/scope-tables', { method: 'POST', body, headers })
  expect(response.status).toBe(status)
  expect(await response.json()).toMatchObject({ code, status })
})

test.for([
  ['POST', '/api/v1/records', 404, 'ROUTE_NOT_FOUND'],
  ['PUT', '/api/v1/records/x', 404, 'ROUTE_NOT_FOUND'],
  ['DELETE', '/api/v1/cases', 404, 'ROUTE_NOT_FOUND'],
  ['GET', '/api/v1/cases/x', 404, 'CASE_NOT_FOUND'],
  ['GET', '/api/v1/cases/00000000-0000-4000-8000-000000000000', 404, 'CASE_NOT_FOUND'],
  ['GET', '/api/v1/cases/%00', 400, 'REQUEST_INVALID'],
] as const)('%s %s is answered with %i', async ([method, path, status, code]) => {
  const response = await api.ask(path, { method })
  expect(response.status).toBe(status)
  expect(await response.json()).toMatchObject({ code, status })
})
