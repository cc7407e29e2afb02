import { expect, test } from 'vitest'
import { repairText } from './text-repair.ts'

test.for([
  ['湘 麓 区 行 政 审批 服务 局', '湘麓区行政审批服务局', 'spaces between Han characters go'],
  ['本机关于 2025 年 3 月 11 日', '本机关于2025年3月11日', 'spaces between Han characters and digits go'],
  ['签收人       日期', '签收人 日期', 'a wide gap between columns stays as one space'],
  ['营   业   执   照', '营业执照', 'a word printed with wide spaces is closed'],
  ['DN 110 PE 100', 'DN 110 PE 100', 'spaces between Latin words stay'],
  ['申请人,经办人:张三;(代)', '申请人，经办人：张三；（代）', 'marks beside Han characters are wide'],
  ['12:30, 1,000.5', '12:30, 1,000.5', 'marks between digits stay'],
  ['湘麓审许决字 [2025] 206号', '湘麓审许决字〔2025〕206号', 'the year of a document number stands in its brackets'],
  ['建字【2025】 第 12 号', '建字〔2025〕第12号', 'the year of a document number with 第'],
  ['建字《《2025》》12号', '建字〔2025〕12号', 'doubled brackets around the year'],
  ['一 2 一', '— 2 —', 'a page number between dashes'],
  ['- 13 -', '— 13 —', 'a page number between hyphens'],
  ['|申请人‖', '申请人', 'rules read as bars go'],
  ['「食品」', '“食品”', 'corner quotes become quotes'],
  ['根据“食品经营“规定', '根据“食品经营”规定', 'the second quote of two closes'],
  ['码 9143O190MADKX7R26M', '码91430190MADKX7R26M', 'a letter that no credit code holds'],
] as const)('%s becomes %s: %s', ([read, repaired]) => {
  expect(repairText([read], 'page')).toBe(repaired)
})

test('the lines of a paragraph stay lines, those of a cell become one', () => {
  expect(repairText(['送达文书名称及', '文号'], 'page')).toBe('送达文书名称及\n文号')
  expect(repairText(['送达文书名称及', '文号'], 'cell')).toBe('送达文书名称及文号')
  expect(repairText(['PE pipe', 'DN 110'], 'cell')).toBe('PE pipe DN 110')
})

test('quotes are paired across the lines of a paragraph', () => {
  expect(repairText(['提出的“食品经营', '许可“申请'], 'page')).toBe('提出的“食品经营\n许可”申请')
})

test('lines of which nothing is left are left out', () => {
  expect(repairText(['||', '申请书', ' '], 'page')).toBe('申请书')
})

test('text that is already right is not changed', () => {
  const right = '根据《中华人民共和国行政许可法》第三十八条，决定准予“食品经营许可”，有效期至2030年3月18日。'
  expect(repairText([right], 'page')).toBe(right)
})
