import { expect, test } from 'vitest'
import { parseFormEntry } from './form-entry.ts'
import { registrationForm } from './registration-profile.ts'

const good = { 单位: '某局', 归档时间: '2026-08-01', category: '专业', 件: '3', 字节: 120, 方式: '离线归档' }
const parse = (given: Readonly<Record<string, unknown>>) => parseFormEntry(registrationForm, given)

test('rows are named by key, title or label; numbers are numbers', () => {
  expect(parse({ ...good, 张: 7, 载体说明: ' DVD-R 一张 ' })).toEqual({
    unitName: '某局',
    archivedOn: '2026-08-01',
    category: '专业',
    records: 3,
    bytes: 120,
    manner: '离线归档',
    sheets: 7,
    mediumRemarks: 'DVD-R 一张',
  })
})

test.for<[string, object, string]>([
  ['a row that is missing', { 单位: undefined }, '单位名称'],
  ['a row that the form does not have', { 页数: 3 }, '页数'],
  ['a row that is given twice', { records: 3 }, '归档电子文件数量·件'],
  ['a row that the inspection fills', { 真实性检验: '合格' }, '真实性检验'],
  ['a number with a fraction', { 件: '3.5' }, '归档电子文件数量·件'],
  ['a number below 0', { 字节: -1 }, '归档电子文件数量·字节'],
  ['a number that nobody can count to', { 字节: '99999999999999999' }, '归档电子文件数量·字节'],
  ['a day of no calendar', { 归档时间: '2026-02-30' }, '归档时间'],
  ['a value that is not in the list', { 方式: '邮寄' }, '归档方式'],
  ['a blank text', { 单位: '  ' }, '单位名称'],
  ['a control character', { 单位: 'a\u0000' }, '单位名称'],
])('%s is refused by its name', ([, change, field]) => {
  const given = Object.fromEntries(Object.entries({ ...good, ...change }).filter(([, value]) => value !== undefined))
  expect(() => parse(given)).toThrow(
    expect.objectContaining({ code: 'REGISTRATION_ENTRY_INVALID', faults: [expect.objectContaining({ field })] }),
  )
})

test('everything that is wrong is named at once', () => {
  expect(() => parse({})).toThrow(expect.objectContaining({ faults: expect.objectContaining({ length: 6 }) }))
})
