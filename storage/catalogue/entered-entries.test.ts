import { expect, test } from 'vitest'
import type { LedgerEntry } from '#archive-schema/ledger/ledger-entry.ts'
import { EnteredEntries } from './entered-entries.ts'
import type { SqlRunner } from './sql.ts'

const seal = (i: number): LedgerEntry => ({ type: 'seal', sha256: `${i}`.repeat(64), sm3: `${i}`.repeat(64) })

/** A ledger that holds these entries, writes down what it is asked for, and answers when it is let. */
function ledgerOf(entries: readonly LedgerEntry[]) {
  const queries: LedgerEntry[][] = []
  const state = { fails: false }
  const runner = {
    query: async ({ values = [] }: { values?: unknown[] }) => {
      const asked = JSON.parse(String(values[0])) as LedgerEntry[]
      queries.push(asked)
      await new Promise((resolve) => setImmediate(resolve))
      if (state.fails) throw new Error('gone')
      const found = asked.filter(({ sha256 }) => entries.some((entry) => entry.sha256 === sha256))
      return { rows: found, rowCount: found.length }
    },
  }
  return { runner: runner as unknown as SqlRunner, queries, state }
}

test('tells of each entry whether it is there, in one query for all that is asked together', async () => {
  const { runner, queries } = ledgerOf([seal(1), seal(3)])
  const entered = new EnteredEntries(runner)
  expect(await Promise.all([1, 2, 3].map((i) => entered.has(seal(i))))).toEqual([true, false, true])
  expect(queries).toHaveLength(1)
})

test('what is asked while a query runs is the next query', async () => {
  const { runner, queries } = ledgerOf([seal(1), seal(3)])
  const entered = new EnteredEntries(runner)
  const first = entered.has(seal(1))
  await Promise.resolve()
  await Promise.resolve()
  expect(queries).toHaveLength(1)
  expect(await Promise.all([first, entered.has(seal(2)), entered.has(seal(3))])).toEqual([true, false, true])
  expect(queries).toEqual([[seal(1)], [seal(2), seal(3)]])
})

test('a query that fails is told to all who asked, and the next one is made', async () => {
  const { runner, state } = ledgerOf([seal(1)])
  const entered = new EnteredEntries(runner)
  state.fails = true
  const asked = await Promise.allSettled([entered.has(seal(1)), entered.has(seal(2))])
  expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  state.fails = false
  expect(await entered.has(seal(1))).toBe(true)
})
