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
  ['the approval of the body itself', { ...first, approvedBy: first.unit }, 'tables[0].approvedBy'],
  ['the approval of who drew it up', { ...first, draftedBy: '张三', approvedBy: '张三 ' }, 'tables[0].approvedBy'],
  ['a draft with an approval number', { ...first, status: '草案' }, 'tables[0].approvalNumber'],
  ['a status of no list', { ...first, status: '已废止' }, 'tables[0].status'],
  ['a last day before the first', { ...first, effectiveTo: '2024-06-30' }, 'tables[0].effectiveTo'],
  [
    'an excluded material without reason',
    { ...first, excludedMaterials: [{ name: '草稿' }] },
    'tables[0].excludedMaterials[0].reason',
  ],
  ['an archives without a name', { ...first, archivesCode: '430190' }, 'tables[0].archivesName'],
  ['an archives without a code', { ...first, archivesName: '长沙市湘麓区档案馆' }, 'tables[0].archivesCode'],
  ['paper without a law', withEntry({ legalPaper: true }), 'tables[0].entries[0].legalPaperBasis'],
  ['a law without paper', withEntry({ legalPaperBasis: '某法第一条' }), 'tables[0].entries[0].legalPaperBasis'],
  [
    'a paper material of an item that needs no paper',
    withMaterial({ carrier: '纸质' }),
    'tables[0].entries[0].materials[0].carrier',
  ],
  [
    'a required end state that is none of the material',
    withMaterial({ requiredResults: ['终止'] }),
    'tables[0].entries[0].materials[0].requiredResults',
  ],
  [
    'required end states of a material that is not required',
    withMaterial({ required: false, requiredResults: ['准予'] }),
    'tables[0].entries[0].materials[0].requiredResults',
  ],
  [
    'two versions of an item in one text',
    withEntry({ itemVersions: ['2、3'] }),
    'tables[0].entries[0].itemVersions[0]',
  ],
  ['a name of two lines', withEntry({ itemName: '食品\n经营' }), 'tables[0].entries[0].itemName'],
] as const)('refuses %s', ([, table, field]) => {
  const faults = faultsOf([table])
  expect(faults[0]).toMatchObject({ code: 'SCOPE_TABLE_INVALID', file: 'tables.json', field })
})

test('reads a table that says all that can be said', () => {
  const [material, ...others] = entry.materials
  const full = {
    ...first,
    regionName: '湘麓区',
    archivesCode: '430190',
    archivesName: '长沙市湘麓区档案馆',
    draftedBy: '长沙市湘麓区行政审批服务局办公室',
    effectiveTo: '2026-12-31',
    excludedMaterials: [{ name: '草稿', reason: '重份文件' }],
    entries: [
      {
        ...entry,
        legalPaper: true,
        legalPaperBasis: '某法第一条',
        unlistedMaterials: '不接收',
        materials: [{ ...material, stage: '申请', carrier: '电子和纸质', requiredResults: ['准予'] }, ...others],
      },
    ],
  }
  expect(parseScopeTables(encoded([full]))).toEqual([full])
})

test('a draft needs no approval', () => {
  const { approvedBy: _, approvalNumber: __, approvedOn: ___, ...draft } = { ...first, status: '草案' }
  expect(parseScopeTables(encoded([draft]))).toEqual([draft])
})

test('one meaning has one form: defaults, order of end states, blanks around a text', () => {
  const [material, ...others] = entry.materials
  const said = {
    ...material,
    name: ` ${material?.name} `,
    carrier: '电子',
    results: material?.results.toReversed(),
    requiredResults: material?.results,
  }
  const wordy = {
    ...first,
    status: '已审核',
    entries: [{ ...entry, unlistedMaterials: '接收', materials: [said, ...others] }],
  }
  expect(parseScopeTables(encoded([wordy]))).toEqual([{ ...first, entries: [entry] }])
})

test('names everything that is wrong at once, of form and of sense', () => {
  const wrong = {
    ...first,
    fondsCode: '1',
    effectiveTo: '2024-01-01',
    entries: [{ ...entry, retention: '5年' }, entry, entry],
  }
  expect(faultsOf([wrong, { ...second, approvedBy: second.unit }]).map(({ field }) => field)).toEqual([
    'tables[0].fondsCode',
    'tables[0].entries[0].retention',
    'tables[1].approvedBy',
    'tables[0].entries[2].itemCode',
  ])
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

function withMaterial(change: object): object {
  return withEntry({ materials: [{ ...entry?.materials[0], ...change }, ...(entry?.materials.slice(1) ?? [])] })
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
