import { readFile, stat } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { canonicalTables } from '#archive-schema/scope/canonical-tables.ts'
import { parseScopeTables } from '#archive-schema/scope/parse-scope-tables.ts'
import type { ScopeTableEdition } from '#archive-schema/scope/scope-table.ts'
import { readScopeWorkbook } from '#archive-schema/scope/workbook/read-scope-workbook.ts'
import { writeScopeWorkbook } from '#archive-schema/scope/workbook/write-scope-workbook.ts'
import { openWorkbook } from './open-workbook.ts'
import { saveWorkbook } from './save-workbook.ts'

/** The tables of a whole province are a few megabytes. */
export const maxScopeBytes = 16 * 2 ** 20

/** What spreadsheets are called; of these only .xlsx is read, and the others are refused for what they are. */
const spreadsheets = ['.xlsx', '.xlsm', '.xlsb', '.xls', '.ods', '.et']
const zipSignature = Buffer.from('PK\u0003\u0004')

/**
 * Reads the scope tables of a workbook (.xlsx) or of a JSON file. Throws what `parseScopeTables`, `readScopeWorkbook` and
 * `openWorkbook` throw, and `LIMITS_SIZE` before a file is read that is too large.
 */
export async function readScopeFile(path: string): Promise<ScopeTableEdition[]> {
  const file = basename(path)
  const { size } = await stat(path)
  if (size > maxScopeBytes) {
    throw new ArchiveError({ code: 'LIMITS_SIZE', file, found: `${size} B`, expected: `${maxScopeBytes} B` })
  }
  const bytes = await readFile(path)
  return isWorkbook(path, bytes)
    ? readScopeWorkbook(await openWorkbook(file, bytes), file)
    : parseScopeTables(bytes, file)
}

/** The bytes of a .json or .xlsx file of these tables; the same tables give the same bytes. Throws `REQUEST_INVALID` for others. */
export async function encodeScopeFile(path: string, tables: readonly ScopeTableEdition[]): Promise<Uint8Array> {
  const ordered = canonicalTables({ tables })
  const extension = extname(path).toLowerCase()
  if (extension === '.xlsx') return saveWorkbook(writeScopeWorkbook(ordered))
  if (extension === '.json') return Buffer.from(`${JSON.stringify({ tables: ordered }, undefined, 2)}\n`)
  throw new ArchiveError({ code: 'REQUEST_INVALID', field: '--output', found: `${basename(path)} ≠ *.xlsx, *.json` })
}

function isWorkbook(path: string, bytes: Buffer): boolean {
  return spreadsheets.includes(extname(path).toLowerCase()) || bytes.subarray(0, 4).equals(zipSignature)
}
