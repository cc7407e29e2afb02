import { isApproved, scopeTableId } from '#archive-schema/scope/scope-table.ts'
import type { Archive } from '../../open-archive.ts'

/** What there is to say of a scope table in one line. */
export async function listScopeTables({ scopeTables }: Pick<Archive, 'scopeTables'>) {
  return (await scopeTables.all()).map((table) => ({
    table: scopeTableId(table),
    unit: table.unit,
    version: table.version,
    status: isApproved(table) ? '已审核' : '草案',
    approvedBy: table.approvedBy,
    approvalNumber: table.approvalNumber,
    effectiveFrom: table.effectiveFrom,
    effectiveTo: table.effectiveTo,
    items: table.entries.length,
  }))
}
