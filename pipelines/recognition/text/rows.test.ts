import { expect, test } from 'vitest'
import { intoRows } from './rows.ts'

const at = (name: string, x0: number, y0: number, size = 10) => {
  return { name, box: { x0, y0, x1: x0 + 50, y1: y0 + size } }
}

test('things become rows from top to bottom and from left to right, whatever order they come in', () => {
  const rows = intoRows([at('b2', 80, 33), at('a1', 0, 0), at('b1', 0, 30), at('a2', 80, 2), at('c1', 0, 60)])
  expect(rows.map((row) => row.map(({ name }) => name))).toEqual([['a1', 'a2'], ['b1', 'b2'], ['c1']])
})

test('a small thing beside a tall one stands in its row only near the middle', () => {
  const rows = intoRows([at('title', 0, 0, 40), at('level', 60, 15), at('below', 60, 28)])
  expect(rows.map((row) => row.map(({ name }) => name))).toEqual([['title', 'level'], ['below']])
})
