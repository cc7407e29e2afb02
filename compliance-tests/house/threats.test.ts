import { expect, test } from 'vitest'
import { expectShown, tableRows } from './shown-in.ts'

const rows = tableRows('docs/threats.md', 'attack')

test('there are attacks', () => {
  expect(rows.length).toBeGreaterThan(20)
})

test.for(rows)('%s: what is said to be shown stands in a test', ([, , cell = '']) => expectShown(cell))
