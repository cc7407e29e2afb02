import { property } from '#archive-schema/case-file/json-nodes.ts'
import type { SchemaProblem } from '#archive-schema/case-file/schema-problems.ts'
import { schemaProblems } from '#archive-schema/case-file/schema-problems.ts'
import { repeatedKeys } from './repeated-keys.ts'
import { legacyRetentionProblems } from './retention-terms.ts'
import { entryProblems } from './scope-entry-problems.ts'
import { headProblems } from './scope-head-problems.ts'
import { ScopeTables, scopeEntrySchema, scopeHeadSchema, scopeTableId } from './scope-table.ts'

/**
 * All that is wrong with a file of scope tables: first its form, then what its parts say against each other. A part whose
 * form is right is looked at also where another is wrong, so that a person sees everything at once.
 */
export function scopeTableProblems(value: unknown): SchemaProblem[] {
  const tables = property(value, 'tables')
  const list = Array.isArray(tables) ? tables : []
  const heads = list.map((table, index) => ({ where: `tables[${index}]`, head: scopeHeadSchema.safeParse(table).data }))
  const versions = heads.flatMap(({ where, head }) =>
    head === undefined ? [] : [{ field: `${where}.version`, keys: [scopeTableId(head)] }],
  )
  const legacy = legacyRetentionProblems(value)
  return [
    ...legacy,
    ...schemaProblems(ScopeTables, value).filter(({ field }) => !legacy.some((problem) => problem.field === field)),
    ...repeatedKeys(versions),
    ...heads.flatMap(({ where, head }) => (head === undefined ? [] : headProblems(head, where))),
    ...list.flatMap((table, index) => itemProblems(table, `tables[${index}]`)),
  ]
}

function itemProblems(table: unknown, where: string): SchemaProblem[] {
  const creditCode = property(table, 'creditCode')
  const body = typeof creditCode === 'string' ? creditCode : ''
  const entries = property(table, 'entries')
  const parsed = (Array.isArray(entries) ? entries : []).map((entry, index) => ({
    field: `${where}.entries[${index}]`,
    entry: scopeEntrySchema.safeParse(entry).data,
  }))
  const known = parsed.flatMap(({ field, entry }) => (entry === undefined ? [] : [{ field, entry }]))
  const items = known.map(({ field, entry }) => ({
    field: `${field}.itemCode`,
    keys: entry.itemVersions.map((version) => `${entry.itemCode}/${version}`),
  }))
  return [...repeatedKeys(items), ...known.flatMap(({ field, entry }) => entryProblems(entry, field, body))]
}
