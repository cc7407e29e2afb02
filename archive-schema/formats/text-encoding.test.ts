import { test as property } from '@fast-check/vitest'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeText } from './text-encoding.ts'

const printable = fc.string({ unit: 'grapheme' }).filter((text) => !/[\p{Cc}\ufffe\uffff\ufeff]/u.test(text))

property.prop([printable])('reads back every text in UTF-8', (text) => {
  expect(decodeText(new TextEncoder().encode(text), false)).toEqual({ text, encoding: 'utf-8' })
})

property.prop([printable, fc.nat(200)])('takes a beginning cut anywhere for text', (text, length) => {
  const bytes = new TextEncoder().encode(`${text}档案`).subarray(0, length)
  expect(decodeText(bytes, true)?.encoding).toBe('utf-8')
})

test('reads GB 18030 when the bytes cannot be UTF-8', () => {
  expect(decodeText(Buffer.from('b5b5b0b8', 'hex'), false)).toEqual({ text: '档案', encoding: 'gb18030' })
})

test('lets the byte order mark decide', () => {
  expect(decodeText(Buffer.from('fffe6368', 'hex'), false)).toEqual({ text: '档', encoding: 'utf-16le' })
  expect(decodeText(Buffer.from('feff6863', 'hex'), false)).toEqual({ text: '档', encoding: 'utf-16be' })
  expect(decodeText(Buffer.from('efbbbf41', 'hex'), false)).toEqual({ text: 'A', encoding: 'utf-8' })
  expect(decodeText(Buffer.from('efbbbfb5b5', 'hex'), false)).toBeUndefined()
})

test.for(['00', '4100', '01', 'ff', '81', '7f0b1b'])('takes %s for no text', (hex) => {
  expect(decodeText(Buffer.from(hex, 'hex'), false)).toBeUndefined()
})
