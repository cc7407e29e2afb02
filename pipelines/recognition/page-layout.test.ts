import { expect, test } from 'vitest'
import { arrangeBlocks, type TextBlock } from './page-layout.ts'

const line = (text: string, x0: number, y0: number) => {
  return { text, words: [], box: { x0, y0, x1: x0 + text.length * 20, y1: y0 + 20 } }
}
const paragraph = (...lines: ReturnType<typeof line>[]): TextBlock => {
  return { kind: 'page', top: lines[0]?.box.y0 ?? 0, lines }
}
const texts = (blocks: readonly TextBlock[]) => blocks.flatMap((block) => block.lines.map(({ text }) => text))

test('letterheads and tables go in before the first paragraph below their upper edge', () => {
  const blocks: TextBlock[] = [
    paragraph(line('决定书正文第一段的文字', 0, 100)),
    paragraph(line('决定书正文第二段的文字', 0, 500)),
    { kind: 'letterhead', top: 10, lines: [line('湘麓区政务服务局', 0, 10)] },
    { kind: 'cell', table: 0, top: 300, lines: [line('材料名称', 0, 300)] },
    { kind: 'cell', table: 0, top: 298, lines: [line('份数', 200, 298)] },
  ]
  expect(texts(arrangeBlocks(blocks))).toEqual([
    '湘麓区政务服务局',
    '决定书正文第一段的文字',
    '材料名称',
    '份数',
    '决定书正文第二段的文字',
  ])
})

test('the labels and values of a form are read row by row', () => {
  const labels = paragraph(line('名称', 0, 100), line('住所', 0, 140), line('有效期', 0, 220))
  const values = paragraph(
    line('长沙餐饮有限公司', 200, 102),
    line('湘麓区银杉路118号', 200, 141),
    line('星杉广场1栋', 200, 180),
    line('2030年3月18日', 200, 221),
  )
  expect(texts(arrangeBlocks([labels, values]))).toEqual([
    '名称',
    '长沙餐饮有限公司',
    '住所',
    '湘麓区银杉路118号',
    '星杉广场1栋',
    '有效期',
    '2030年3月18日',
  ])
})

test('columns of prose are read one after the other', () => {
  const column = (x0: number, name: string) =>
    paragraph(...[100, 140, 180].map((y0) => line(`${name}栏的一整行文字内容`, x0, y0)))
  expect(texts(arrangeBlocks([column(0, '左'), column(400, '右')]))).toEqual([
    ...Array(3).fill('左栏的一整行文字内容'),
    ...Array(3).fill('右栏的一整行文字内容'),
  ])
})
