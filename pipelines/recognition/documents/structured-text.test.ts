import { expect, test } from 'vitest'
import { readPlainText, readXml } from './structured-text.ts'

test('XML gives a line for every element with text or attributes, in order', async () => {
  const xml =
    '<f:表单 xmlns:f="urn:form" 编码="SG-01"><f:建设单位 代码="9143">甲公司</f:建设单位><f:空/><工期>540</工期></f:表单>'
  const page = await readXml(Buffer.from(xml))
  expect(page).toEqual({ page: 1, source: 'structure', raw: page.raw, text: 'SG-01\n甲公司 9143\n540', words: [] })
})

test('XML in the encoding that it names is read', async () => {
  const head = Buffer.from('<?xml version="1.0" encoding="GBK"?><a>')
  const page = await readXml(Buffer.concat([head, Buffer.from([0xd6, 0xd0, 0xb9, 0xfa]), Buffer.from('</a>')]))
  expect(page.text).toBe('中国')
})

test.for([
  ['that is not well-formed', '<a><b></a>'],
  ['that is empty', ''],
  ['with an entity of its own', '<!DOCTYPE a [<!ENTITY b "x">]><a>&b;</a>'],
] as const)('XML %s is rejected', async ([, xml]) => {
  await expect(readXml(Buffer.from(xml))).rejects.toThrow()
})

test('plain text in UTF-8 or GB 18030 is one page', () => {
  expect(readPlainText(Buffer.from('\ufeff第一行\r\n第二行\r\n')).text).toBe('第一行\n第二行')
  expect(readPlainText(Buffer.from([0xd6, 0xd0, 0xb9, 0xfa])).text).toBe('中国')
})

test('bytes that are no text are refused', () => {
  expect(() => readPlainText(Buffer.from([0, 1, 2, 255]))).toThrow('neither UTF-8 nor GB 18030')
})
