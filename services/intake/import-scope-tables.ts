import { isApproved, type ScopeTableEdition, scopeTableId } from '#archive-schema/scope/scope-table.ts'
import { importScopeTable } from '#storage/catalogue/scope-tables.ts'
import type { Archive } from '../open-archive.ts'

/** A table that was taken in; `isNew` is false for one that was there already, word for word. */
export type ImportedTable = {
  readonly id: string
  readonly isNew: boolean
  readonly isApproved: boolean
  readonly items: number
}

/** Takes in scope tables in one transaction: all of them, or none. */
export function importScopeTables(
  { catalogue, now }: Archive,
  tables: readonly ScopeTableEdition[],
): Promise<ImportedTable[]> {
  return catalogue.transact(async (transaction) => {
    const imported: ImportedTable[] = []
    for (const table of tables) {
      const isNew = await importScopeTable(transaction, table, now())
      imported.push({ id: scopeTableId(table), isNew, isApproved: isApproved(table), items: table.entries.length })
    }
    return imported
  })
}
