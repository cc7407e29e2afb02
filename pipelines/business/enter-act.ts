import { businessEntity, type CarriedOut } from '#archive-schema/business/business-entity.ts'
import { insertBusinessEntity } from '#storage/catalogue/business-entities.ts'
import type { SqlRunner } from '#storage/catalogue/sql.ts'
import { software } from '../software.ts'

/** What was done to a record; that this software did it is known. */
export type Act = Omit<CarriedOut, 'software'>

/**
 * 业务实体: enters what the archive has done to a registered record, beside the sealed package. Part of the transaction of the act,
 * where there is one: the act without its row, or the row without its act, does not happen.
 */
export function enterAct(runner: SqlRunner, act: Act): Promise<void> {
  return insertBusinessEntity(runner, businessEntity({ ...act, software }))
}
