import { expect, test } from 'vitest'
import { expectShown, tableRows } from './shown-in.ts'

const rows = tableRows('docs/object-store.md', 'trap')

test('the traps are T1 to T21, each once', () => {
  const names = rows.map(([trap = '']) => /^\| (T\d+) · /.exec(trap)?.[1])
  expect(names).toEqual(Array.from({ length: 21 }, (_, at) => `T${at + 1}`))
})

test.for(rows)('%s: what is said to be shown stands in a test', ([, , cell = '']) => expectShown(cell))
