import type { RelatedCase } from '#archive-schema/case-file/case-file.ts'
import type { Fault } from '#archive-schema/fault.ts'
import { type CaseState, findCase, type HandoverIdentity, readHandover } from './cases.ts'
import { firstRow, type SqlRunner, sql } from './sql.ts'

/** A case by the identity that other cases name: they know no revision. */
export type CaseIdentity = Pick<HandoverIdentity, 'systemCode' | 'serialNumber'>

/** What is known of a case that another one names. */
export type KnownCase =
  | { readonly state: CaseState; readonly id: string; readonly related: readonly RelatedCase[] }
  | { readonly state: 'refused'; readonly faults: readonly Fault[] }
  | { readonly state: 'unknown' }

/** The latest revision of a case that was not refused; else its latest refusal. */
export async function findKnownCase(runner: SqlRunner, identity: CaseIdentity): Promise<KnownCase> {
  const { systemCode, serialNumber } = identity
  const row = await firstRow<{ id: string }>(
    runner,
    sql`select id from case_file where system_code = ${systemCode} and serial_number = ${serialNumber}
        order by revision desc limit 1`,
  )
  const found = row && (await findCase(runner, row.id))
  if (found === undefined) return findRefusal(runner, identity)
  const handover = await readHandover(runner, found.id)
  return { state: found.state, id: found.id, related: handover?.caseFile.related ?? [] }
}

async function findRefusal(runner: SqlRunner, { systemCode, serialNumber }: CaseIdentity): Promise<KnownCase> {
  const row = await firstRow<{ faults: Fault[] }>(
    runner,
    sql`select faults from refusal where system_code = ${systemCode} and serial_number = ${serialNumber}
        order by id desc limit 1`,
  )
  return row === undefined ? { state: 'unknown' } : { state: 'refused', faults: row.faults }
}
