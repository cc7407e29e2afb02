import type { Extension } from '#archive-schema/retention/extension.ts'
import { rows, type SqlRunner, sql } from './sql.ts'

/** Enters an extension. The same again is no second one. Resolves to false if it was there. */
export async function insertExtension(runner: SqlRunner, extension: Extension, sha256: string): Promise<boolean> {
  const { number, endsBefore, endsAfter, cause, reason, authority, by, at } = extension
  const entered = await rows(
    runner,
    sql`insert into retention_extension
          (sha256, number, ends_before, ends_after, cause, reason, authority, extended_by, extended_at)
        values (${sha256}, ${number}, ${endsBefore}, ${endsAfter}, ${cause}, ${reason}, ${authority}, ${by}, ${at})
        on conflict (sha256) do nothing returning sha256`,
  )
  return entered.length > 0
}

/** The extensions of a record, the oldest first. */
export async function extensionsOf(runner: SqlRunner, number: string): Promise<Extension[]> {
  const found = await rows<ExtensionColumns>(
    runner,
    sql`select * from retention_extension where number = ${number} order by entered`,
  )
  return found.map(toExtension)
}

/** 电子文件号 of the joint parents that bind a record. */
export async function parentsBinding(runner: SqlRunner, child: string): Promise<string[]> {
  const binding = JSON.stringify({ relatedCases: [{ electronicRecordCode: child }] })
  const found = await rows<{ number: string }>(
    runner,
    sql`select r.number from record r join record_retention t using (number)
        where r.metadata->'case' @> ${binding}::jsonb
          and exists (select from jsonb_array_elements(r.metadata->'case'->'relatedCases') c
                      where c->>'electronicRecordCode' = ${child} and c ? 'binding')
        order by r.number`,
  )
  return found.map(({ number }) => number)
}

/** Ids of the cases on their way that bind, as joint parents, the case `child`. */
export async function parentsOnTheirWay(runner: SqlRunner, child: string): Promise<string[]> {
  const found = await rows<{ id: string }>(
    runner,
    sql`select p.id from case_file p join case_file c on c.id = ${child}
        where p.state <> 'archived'
          and exists (select from jsonb_array_elements(p.handover->'caseFile'->'related') r
                      where r->>'systemCode' = c.system_code and r->>'serialNumber' = c.serial_number and r ? 'binding')
        order by p.id`,
  )
  return found.map(({ id }) => id)
}

type ExtensionColumns = {
  number: string
  ends_before: Date
  ends_after: Date | null
  cause: string
  reason: string
  authority: string | null
  extended_by: string
  extended_at: Date
}

function toExtension(row: ExtensionColumns): Extension {
  return {
    number: row.number,
    endsBefore: row.ends_before,
    endsAfter: row.ends_after ?? undefined,
    cause: row.cause,
    reason: row.reason,
    ...(row.authority === null ? {} : { authority: row.authority }),
    by: row.extended_by,
    at: row.extended_at,
  }
}
