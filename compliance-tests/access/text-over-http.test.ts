import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiUnderTest, acceptedCase, openApi } from './api-under-test.ts'

let api: ApiUnderTest
let record: string

beforeAll(async () => {
  api = await openApi({ RECOGNITION: 'true', OCR_WORKERS: '1' })
  const { number } = await api.handOver(acceptedCase('06-employment-registration-instant'))
  record = `/api/v1/records/${number}`
})
afterAll(() => api.close())

async function textOf(path: string): Promise<string> {
  const response = await api.ask(record + path)
  expect([path, response.status, response.headers.get('content-type')]).toEqual([
    path,
    200,
    'text/plain; charset=utf-8',
  ])
  return response.text()
}

test('the text of a record is that of its documents, page by page', async () => {
  const documents = await Promise.all([1, 2, 3].map((document) => textOf(`/documents/${document}/text`)))
  expect(documents[0]).toContain('就业登记')
  expect(await textOf('/text')).toBe(documents.join('\f'))
  for (const [i, document] of documents.entries()) {
    const pages = document.split('\f')
    for (const [p, page] of pages.entries()) {
      expect(await textOf(`/documents/${i + 1}/text?page=${p + 1}`)).toBe(page)
    }
    const beyond = await api.ask(`${record}/documents/${i + 1}/text?page=${pages.length + 1}`)
    expect(await beyond.json()).toMatchObject({ code: 'TEXT_NOT_AVAILABLE', status: 404 })
  }
})

test('a record is found by words that stand in a document only [ACC-07]', async () => {
  const text = await textOf('/documents/2/text')
  const words = /[\u4e00-\u9fff]{6}/.exec(text)?.[0] ?? ''
  expect(words).toHaveLength(6)
  expect(await api.read(`/api/v1/records?q=${words}`)).toMatchObject({ total: 1 })
})
