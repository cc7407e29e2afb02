import { expect, test } from 'vitest'
import type { ElementRule, MetadataFileRule } from '#archive-schema/profiles/element-rule.ts'
import { readXml } from './read-xml.ts'
import { writeXml } from './write-xml.ts'

const file: MetadataFileRule = {
  name: '例.xml',
  root: { tag: 'example', title: '例' },
  elements: [
    element('year', '年度'),
    element('name', '名称', { repeatable: true }),
    element('folder', '文件夹', {
      type: 'container',
      repeatable: true,
      titled: false,
      children: [element('id', '序号', { attribute: true }), element('code', '编号')],
    }),
    element('remarks', '备注'),
  ],
  source: 'test',
  provenance: 'P',
  confidence: 'low',
}

test('writes elements in the order of the table with their Chinese names [PKG-02]', () => {
  const values = { remarks: 'a\r\nb', folder: [{ code: '<1>', id: '"0001"' }], name: ['甲 & 乙', ' 𠮷'], year: '2025' }
  const bytes = writeXml('title', file, values)
  expect(Buffer.from(bytes).toString()).toBe(
    [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<example title="例">',
      '  <year title="年度">2025</year>',
      '  <name title="名称">甲 &amp; 乙</name>',
      '  <name title="名称"> 𠮷</name>',
      '  <folder id="&quot;0001&quot;">',
      '    <code title="编号">&lt;1&gt;</code>',
      '  </folder>',
      '  <remarks title="备注">a&#xD;',
      'b</remarks>',
      '</example>',
      '',
    ].join('\n'),
  )
  expect(readXml('title', file, bytes)).toEqual(values)
})

test('writes a file without values', () => {
  expect(readXml('title', file, writeXml('title', file, {}))).toEqual({})
})

test.for(['\u0000', '\u001f', '\u0085', '\ufffe', '\ud842', '\udfb7'])('refuses the character %j', (character) => {
  expect(() => writeXml('title', file, { remarks: `备${character}注` })).toThrow(
    expect.objectContaining({
      faults: [expect.objectContaining({ code: 'DESCRIPTION_ELEMENT', field: '备注 (remarks)' })],
    }),
  )
})

test('refuses to write what would be too large to read', () => {
  expect(() => writeXml('title', file, { remarks: '长'.repeat(23_000_000) })).toThrow(
    expect.objectContaining({ code: 'LIMITS_SIZE' }),
  )
})

function element(key: string, title: string, more: Partial<ElementRule> = {}): ElementRule {
  const rule = { key, tag: key, title, obligation: 'optional', type: 'text', provenance: 'P' } as const
  return { ...rule, titled: true, attribute: false, repeatable: false, ...more }
}
