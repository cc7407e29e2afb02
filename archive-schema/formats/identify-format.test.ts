import { test as property } from '@fast-check/vitest'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatEntry, formatProfile } from './format-profile.ts'
import { headBytes, identifyFormat, refineZip } from './identify-format.ts'

const identify = (head: string | Buffer, extension = '') =>
  identifyFormat(typeof head === 'string' ? Buffer.from(head) : head, extension)?.id

test('gives every format a name of its own', () => {
  const ids = formatProfile.formats.map((format) => format.id)
  expect(new Set(ids).size).toBe(ids.length)
})

test('gives every format a way to be known', () => {
  const ways = formatProfile.formats.map((format) => [
    format.id,
    format.signatures ??
      format.zipEntries ??
      format.opening ??
      format.byExtension ??
      (format.id === 'text' || undefined),
  ])
  expect(ways.filter(([, way]) => way === undefined)).toEqual([])
})

test('accepts no program and no office format', () => {
  const accepted = formatProfile.formats.filter((format) => format.accepted).map((format) => format.kind)
  expect([...new Set(accepted)].toSorted()).toEqual(['archive', 'audio', 'data', 'document', 'image', 'text', 'video'])
})

test.for([
  ['%PDF-1.7\n', 'pdf'],
  ['\u00fe junk \n%PDF-1.4', 'pdf'],
  ['MZ\u0000\u0003%PDF-1.4', 'pe'],
  ['#!/bin/sh\n', 'shebang'],
  ['#!AMR\n', 'amr'],
  ['GIF89a', 'gif'],
  ['<?xml version="1.0"?><a/>', 'xml'],
  ['\ufeff\n<表单/>', 'xml'],
  ['<!DOCTYPE html><p>', 'html'],
  ['<svg xmlns="x"/>', 'svg'],
  ['{"a":1}', 'text'],
  ['BM 是一份说明', 'text'],
  ['{\\rtf1', 'rtf'],
] as const)('finds in %j the format %s', ([head, id]) => {
  expect(identify(head)).toBe(id)
})

test.for([
  ['ffd8ffe0', 'jpeg'],
  ['49492a0008000000', 'tiff'],
  ['4d4d002a00000008', 'tiff'],
  ['49492b0008000000', 'bigtiff'],
  ['89504e470d0a1a0a', 'png'],
  ['0000000c6a5020200d0a870a', 'jp2'],
  ['504b0304', 'zip'],
  ['d0cf11e0a1b11ae1', 'ole'],
  ['fffb9064', 'mp3'],
  ['0000001c66747970' + '69736f6d', 'mp4'],
  ['0000001c66747970' + '68656963', 'heic'],
  ['424d0000', 'bmp'],
  ['7f454c46', 'elf'],
  ['cafebabe', 'java-class'],
  ['ffd9', undefined],
  ['0001020304', undefined],
] as const)('finds in the bytes %s the format %s', ([hex, id]) => {
  expect(identify(Buffer.from(hex, 'hex'))).toBe(id)
})

test.for([
  ['txt', 'text'],
  ['bat', 'script'],
  ['js', 'script'],
  ['vbs', 'script'],
  ['csv', 'csv'],
  ['json', 'json'],
  ['pdf', 'text'],
] as const)('takes text with the extension %s for %s', ([extension, id]) => {
  expect(identify('编号,名称\r\n1,营业执照\r\n', extension)).toBe(id)
})

test.for([
  [['OFD.xml', 'Doc_0/Document.xml'], 'ofd'],
  [['[Content_Types].xml', 'word/document.xml'], 'docx'],
  [['xl/workbook.xml'], 'xlsx'],
  [['ppt/presentation.xml'], 'pptx'],
  [['mimetype', 'content.xml'], 'odf'],
  [['mimetype'], 'zip'],
  [['META-INF/MANIFEST.MF', 'A.class'], 'jar'],
  [['inner/OFD.xml'], 'zip'],
  [[], 'zip'],
] as const)('takes a ZIP with %j for %s', ([names, id]) => {
  expect(refineZip(formatEntry('zip'), names).id).toBe(id)
})

property.prop([fc.uint8Array({ maxLength: headBytes }), fc.string()])('never throws', (head, extension) => {
  expect(() => identifyFormat(head, extension)).not.toThrow()
})
