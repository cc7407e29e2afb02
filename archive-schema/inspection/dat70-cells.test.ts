import { expect, test } from 'vitest'
import { dat70Cells, findCell, parseRequirementCells, type RequirementCell } from './dat70-cells.ts'

test('a cell is found by stage and sub-clause, and no other is', () => {
  expect(findCell('BC/3-4')).toMatchObject({ title: '备份数据可恢复性', requirement: '检测备份数据是否可以完整恢复' })
  expect(findCell('GD/3-4')).toMatchObject({ title: '归档信息包可用性' })
  expect(findCell('GD/4-4')).toBeUndefined()
  expect(findCell(undefined)).toBeUndefined()
})

test.each<[string, Partial<RequirementCell>]>([
  ['a stage that is not that of the cell', { stage: 'bc' }],
  ['a property that is not that of the cell', { property: '安全性' }],
  ['a cell without its stage', { cell: '1-1' }],
  ['a cell without its text', { requirement: '' }],
])('refuses %s', (_, change) => {
  const [first, ...rest] = dat70Cells.cells
  expect(() => parseRequirementCells({ ...dat70Cells, cells: [{ ...first, ...change }, ...rest] })).toThrow()
})

test('refuses a cell that stands twice', () => {
  const [first] = dat70Cells.cells
  expect(() => parseRequirementCells({ ...dat70Cells, cells: [...dat70Cells.cells, first] })).toThrow(
    'a cell stands twice',
  )
})
