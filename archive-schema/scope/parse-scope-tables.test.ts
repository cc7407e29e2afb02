import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { parseScopeTables } from './parse-scope-tables.ts'
import { type ScopeEntry, type ScopeTable, scopeTableId } from './scope-table.ts'

const bytes = readFileSync(new URL('../../compliance-tests/cases/scope-tables.json', import.meta.url))
const tables = parseScopeTables(bytes)
const [first, second] = tables
if (first === undefined || second === undefined) throw new Error('there are no sample tables')
const [entry] = first.entries
if (entry === undefined) throw new Error('the sample table is empty')

test('reads the sample tables as they are written', () => {
  expect(tables).toEqual(JSON.parse(bytes.toString('utf8')).tables)
  expect(tables.length).toBeGreaterThanOrEqual(9)
})

test('a table is named by its body and its version', () => {
  expect(scopeTableId(first)).toBe('1143019000612571XH/2024.2')
  expect(new Set(tables.map(scopeTableId)).size).toBe(tables.length)
})

test.for([
  ['an unknown retention period', withEntry({ retention: '5年' }), 'tables[0].entries[0].retention'],
  ['no approving authority', without('approvedBy'), 'tables[0].approvedBy'],
  ['no approval number', without('approvalNumber'), 'tables[0].approvalNumber'],
  ['no date of approval', without('approvedOn'), 'tables[0].approvedOn'],
  ['a day that is none', { ...first, effectiveFrom: '2024-02-30' }, 'tables[0].effectiveFrom'],
  [
    'an unknown result',
    withEntry({ materials: [{ ...entry.materials[0], results: ['好'] }] }),
    'tables[0].entries[0].materials[0].results[0]',
  ],
  ['a wrong credit code', { ...first, creditCode: '1143019000612571XJ' }, 'tables[0].creditCode'],
  ['the item of another body', withEntry({ itemCode: second.entries[0]?.itemCode }), 'tables[0].entries[0].itemCode'],
  ['an item twice', { ...first, entries: [entry, { ...entry, itemVersions: ['3'] }] }, 'tables[0].entries[1].itemCode'],
  [
    'a material twice for one result',
    withEntry({ materials: [...entry.materials, { ...entry.materials[0], class: '过程文件', results: ['办结'] }] }),
    `tables[0].entries[0].materials[${entry.materials.length}].name`,
  ],
] as const)('refuses %s', ([, table, field]) => {
  const faults = faultsOf([table])
  expect(faults[0]).toMatchObject({ code: 'SCOPE_TABLE_INVALID', file: 'tables.json', field })
})

test('refuses one version of one body twice, and says where it stands', () => {
  expect(faultsOf([first, second, { ...first, approvalNumber: '另号' }])).toEqual([
    {
      code: 'SCOPE_TABLE_INVALID',
      file: 'tables.json',
      field: 'tables[2].version',
      found: '1143019000612571XH/2024.2 与 tables[0].version 重复 / stands twice, first in tables[0].version',
    },
  ])
})

test('one item in two entries of different versions is no duplicate', () => {
  const entries = [
    { ...entry, itemVersions: ['2'] },
    { ...entry, itemVersions: ['3'] },
  ]
  expect(parseScopeTables(encoded([{ ...first, entries }]))).toHaveLength(1)
})

test.for([
  ['no JSON', Buffer.from('{'), '(root)'],
  ['no UTF-8', Buffer.from([0x22, 0xff, 0x22]), '(root)'],
  ['a key twice', Buffer.from('{"tables":[],"tables":[]}'), 'tables'],
  ['no table', Buffer.from('{"tables":[]}'), 'tables'],
] as const)('refuses %s', ([, content, field]) => {
  expect(refusal(content)).toMatchObject([{ code: 'SCOPE_TABLE_INVALID', file: 'tables.json', field }])
})

function without(name: keyof ScopeTable): object {
  return Object.fromEntries(Object.entries(Object(first)).filter(([key]) => key !== name))
}

function withEntry(change: { [Key in keyof ScopeEntry]?: unknown }): object {
  return { ...first, entries: [{ ...entry, ...change }] }
}

function encoded(content: readonly object[]): Uint8Array {
  return Buffer.from(JSON.stringify({ tables: content }))
}

function faultsOf(content: readonly object[]): ArchiveError['faults'] {
  return refusal(encoded(content))
}

function refusal(content: Uint8Array): ArchiveError['faults'] {
  try {
    parseScopeTables(content, 'tables.json')
  } catch (error) {
    if (error instanceof ArchiveError) return error.faults
    throw error
  }
  throw new Error('the tables are accepted')
}
