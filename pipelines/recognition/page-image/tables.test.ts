import { expect, test } from 'vitest'
import { ruled } from './drawn-page.ts'
import type { Area } from './page-image.ts'
import { findTables } from './tables.ts'

const level = (top: number, left: number, right: number): Area => ({ left, top, right, bottom: top + 3 })
const upright = (left: number, top: number, bottom: number): Area => ({ left, top, right: left + 3, bottom })

/** Three rows; in the last one the two columns are one cell. */
const form = [
  ...[100, 200, 300, 400].map((top) => level(top, 100, 700)),
  upright(100, 100, 402),
  upright(300, 100, 302),
  upright(697, 100, 402),
]

/** To the nearest ten pixels. */
function rounded(area: Area): number[] {
  return [area.left, area.top, area.right, area.bottom].map((edge) => Math.round(edge / 10) * 10)
}

test('a ruled table gives its cells row by row, and a cell that spans columns is one', () => {
  const tables = findTables(ruled(800, 600, form), 200)
  expect(tables.map((table) => table.cells.map(rounded))).toEqual([
    [
      [100, 100, 300, 200],
      [300, 100, 700, 200],
      [100, 200, 300, 300],
      [300, 200, 700, 300],
      [100, 300, 700, 400],
    ],
  ])
})

test('two tables apart from each other are two', () => {
  const second = form.map((rule) => ({ ...rule, top: rule.top + 500, bottom: rule.bottom + 500 }))
  expect(findTables(ruled(800, 1000, [...form, ...second]), 200)).toHaveLength(2)
})

test('a frame around the page is no table', () => {
  const frame = [level(50, 50, 750), level(550, 50, 750), upright(50, 50, 553), upright(747, 50, 553)]
  expect(findTables(ruled(800, 600, frame), 200)).toEqual([])
})

test('a rule alone is no table', () => {
  expect(findTables(ruled(800, 600, [level(100, 100, 700)]), 200)).toEqual([])
})
