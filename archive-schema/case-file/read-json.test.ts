import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readJson } from './read-json.ts'

const read = (text: string) => readJson(new TextEncoder().encode(text))

test('reads back what JSON wrote, whatever the keys', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const json = JSON.stringify(value)
      expect(read(json)).toEqual({ value: JSON.parse(json) })
    }),
  )
})

test('refuses a byte order mark', () => {
  expect(read('\ufeff{}')).toEqual({ fault: { kind: 'ENCODING', found: 'BOM EF BB BF' } })
})

test.for([
  ['GB18030', [0x7b, 0xb0, 0xec, 0x7d]],
  ['UTF-16', [0xff, 0xfe, 0x7b, 0x00]],
  ['an overlong form', [0x22, 0xc0, 0xaf, 0x22]],
  ['a surrogate', [0x22, 0xed, 0xa0, 0x80, 0x22]],
] as const)('refuses %s', ([, bytes]) => {
  expect(readJson(Uint8Array.from(bytes)).fault?.kind).toBe('ENCODING')
})

test.for([
  ['{\n  "a": 1\n  "b": 2\n}', "第 3 行第 3 列 / line 3 column 3: Expected ',' or '}' after property value in JSON"],
  ['{} x', '第 1 行第 4 列 / line 1 column 4: Unexpected non-whitespace character after JSON'],
  ['{\n"a": [1,', '第 2 行末尾内容中断 / ends too early in line 2'],
  ['{"name": 张三}', "Unexpected token '张'"],
] as const)('says where %j is wrong, and quotes nothing of it', ([json, found]) => {
  expect(read(json)).toEqual({ fault: { kind: 'SYNTAX', found } })
})

test.for([
  ['{"a":1,"a":2}', 'a'],
  ['{"a":[0,{"b":{},"b":1}]}', 'a[1].b'],
  ['{"a":{"a":1},"b":"\\"a\\":1","\\u0061":2}', 'a'],
  ['[[],{"x y":1,"x y":1}]', '[1]["x y"]'],
] as const)('names the key that stands twice in %s', ([json, field]) => {
  expect(read(json)).toEqual({ fault: { kind: 'SYNTAX', found: `键重复 / duplicate key: ${field}`, field } })
})

test('one key in two objects is no duplicate', () => {
  expect(read('[{"a":{"a":1}},{"a":",:{}[]\\""}]')).toEqual({ value: [{ a: { a: 1 } }, { a: ',:{}[]"' }] })
})

test('deep nesting and long text are read', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
  expect(read(deep).fault).toBeUndefined()
  expect(read(JSON.stringify('件'.repeat(5_000_000))).fault).toBeUndefined()
})
