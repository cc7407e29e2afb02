import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseScopeTables } from '#archive-schema/scope/parse-scope-tables.ts'
import type { ScopeEntry, ScopeTableEdition } from '#archive-schema/scope/scope-table.ts'
import { importScopeTables } from '#services/intake/import-scope-tables.ts'
import { samples, type TestArchive } from '../stack/test-archive.ts'

const tables = parseScopeTables(readFileSync(join(samples, 'scope-tables.json')))

/** What the hand-over names of its scope table. */
export type NamedTable = { readonly version: string; readonly approvalNumber: string }

/** The table under which a sample case stands. */
export function tableOf(sample: string): ScopeTableEdition {
  const { unit } = JSON.parse(readFileSync(join(samples, 'accepted', sample, 'case.json'), 'utf8'))
  const table = tables.find(({ creditCode }) => creditCode === unit.creditCode)
  if (table === undefined) throw new Error(`there is no table for ${sample}`)
  return table
}

/**
 * Approves another version of the table of a sample, from 2025-01-01 on, with `edit` done to every item; resolves to what a
 * hand-over under it names.
 */
export async function approveVersion(
  archive: TestArchive,
  sample: string,
  version: string,
  edit: (entry: ScopeEntry) => Partial<ScopeEntry>,
  head: Partial<ScopeTableEdition> = {},
): Promise<NamedTable> {
  const table = tableOf(sample)
  const named = { version, approvalNumber: `审〔${version}〕1号` }
  const entries = table.entries.map((entry) => ({ ...entry, ...edit(entry) }))
  const edition = { ...table, ...named, effectiveFrom: '2025-01-01', entries, ...head }
  // Through the reader, so that no test stands on a table that nobody could import.
  await importScopeTables(archive, parseScopeTables(Buffer.from(JSON.stringify({ tables: [edition] }))))
  return named
}
