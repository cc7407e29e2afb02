import { expect, test } from 'vitest'
import { dat70Cells } from '#archive-schema/inspection/dat70-cells.ts'
import { exampleReport } from '#archive-schema/inspection/example-report.ts'
import { type InspectionItem, parseInspectionProfile, stdRefOf } from '#archive-schema/inspection/inspection-profile.ts'
import { inspectionProfiles } from '#archive-schema/inspection/inspection-profiles.ts'
import { inspectionStages } from '#archive-schema/inspection/inspection-stage.ts'
import { inspectionChecks } from '#pipelines/inspection/checks.ts'

const { cells } = dat70Cells
const items = Object.values(inspectionProfiles).flatMap((profile) => profile.items)
const rules = new Set(inspectionChecks.map(({ rule }) => rule))

function itemsOf(cell: string): readonly InspectionItem[] {
  return items.filter((item) => item.cell === cell)
}

test('FPC-08 there are 49 cells, each once: 16 at 归档 and 移交与接收, 17 at 长期保存', () => {
  expect(cells).toHaveLength(49)
  expect(new Set(cells.map(({ cell }) => cell)).size).toBe(49)
  const counts = inspectionStages.map((stage) => cells.filter((cell) => cell.stage === stage).length)
  expect(counts).toEqual([16, 16, 17])
})

test.for(cells.map(({ cell }) => cell))('FPC-08 %s has at least one item', (cell) => {
  expect(itemsOf(cell).length).toBeGreaterThan(0)
})

test.for(cells.filter(({ whyPerson }) => whyPerson !== undefined).map(({ cell }) => cell))(
  'FPC-08 %s needs a person: no program alone passes all of its items',
  (cell) => {
    const automatic = itemsOf(cell).filter((item) => rules.has(item.check ?? item.code ?? ''))
    const left = itemsOf(cell).filter((item) => !automatic.includes(item))
    expect(left.length).toBeGreaterThan(0)
    for (const { question, whyNotApplicable, whyNotChecked } of left)
      expect(question ?? whyNotApplicable ?? whyNotChecked).toMatch(/./)
  },
)

test('FPC-08 13 cells need a person', () => {
  expect(cells.filter(({ whyPerson }) => whyPerson !== undefined)).toHaveLength(13)
})

test.for(['BC/4-3', 'BC/4-4'])('FPC-23 %s is an item with a question to a person', (cell) => {
  expect(itemsOf(cell).map(({ question, check }) => [typeof question, check])).toEqual([['string', undefined]])
})

test('PRF-02 every item and every cell has its source and its confidence; what was not seen says so', () => {
  for (const { source, confidence } of [...items, ...cells])
    expect(source + confidence).toMatch(/.+(high|medium|low|none)$/)
  const unseen = items.filter(({ confidence }) => confidence === 'none')
  expect(unseen.map(({ whyNotChecked }) => whyNotChecked)).toEqual(
    unseen.map(() => expect.stringContaining('text of the item not seen')),
  )
  for (const stage of ['yj', 'bc'] as const)
    for (const { source } of inspectionProfiles[stage].items) expect(source).toContain('was not seen')
})

test('PRF-07 a code that turns out to be another is a change of data: only the reference changes', () => {
  const { yj } = inspectionProfiles
  const [first, ...rest] = yj.items
  const corrected = parseInspectionProfile({ ...yj, items: [{ ...first, code: 'YJ-1-1' }, ...rest] })
  const [item] = corrected.items
  expect(item && stdRefOf(corrected, item)).toBe('DA/T 70-2018 YJ-1-1')
  expect(item).toMatchObject({ ruleId: first?.ruleId, check: first?.check, cell: first?.cell })
})

test('the example report is one of a real stage', () => {
  expect(exampleReport.profile.version).toBe(inspectionProfiles[exampleReport.stage].version)
})
