import { expect, test } from 'vitest'
import { DocumentText, textNotes } from './recognised-text.ts'

const page = {
  page: 1,
  source: 'ocr',
  raw: '申 请 书',
  text: '申请书',
  confidence: 91,
  width: 1654,
  height: 2339,
  dpi: 200,
  words: [{ text: '申', box: { x0: 10, y0: 20, x1: 40, y1: 50 }, confidence: 96 }],
}
const recognised = { pages: [page], engine: { name: 'tesseract.js', version: '7.0.0', languageData: 'chi_sim' } }

test('what was written as JSON is read back the same', () => {
  expect(DocumentText.parse(JSON.parse(JSON.stringify(recognised)))).toEqual(recognised)
})

test.for(Object.keys(textNotes))('a document without pages says why: %s', (note) => {
  expect(DocumentText.parse({ pages: [], note })).toEqual({ pages: [], note })
})

test.for([
  ['a page 0', { ...page, page: 0 }],
  ['an unknown source', { ...page, source: 'guess' }],
  ['a confidence above 100', { ...page, confidence: 101 }],
  ['a page without cleaned text', { ...page, text: undefined }],
  ['an absent size that is spelt out', { ...page, width: undefined }],
])('%s is refused', ([, wrong]) => {
  expect(DocumentText.safeParse({ pages: [wrong] }).success).toBe(false)
})
