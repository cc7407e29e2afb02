import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { ChangeNotice } from '#archive-schema/change-notice.ts'
import { digestHex } from '#archive-schema/evidence/digest.ts'
import { firstRow, rows, type SqlRunner, sql } from './sql.ts'

/** A notice that was taken in. */
export type KeptNotice = ChangeNotice & {
  /** 电子文件号 of the record that it is about. */
  readonly number: string
  /** 电子文件号 of the successor, once that is archived. */
  readonly successorNumber?: string
  readonly receivedAt: Date
}

/**
 * Keeps a notice about a record. Resolves to false when it is there already, word for word; throws `IDENTITY_NOTICE_CONFLICT`
 * for another one under its 通知编号.
 */
export async function insertChangeNotice(
  runner: SqlRunner,
  number: string,
  notice: ChangeNotice,
  at: Date,
): Promise<boolean> {
  const body = JSON.stringify(notice)
  const sha256 = digestHex('sha256', body)
  const { systemCode, noticeNumber } = notice
  const inserted = await rows(
    runner,
    sql`insert into change_notice (number, system_code, notice_number, sha256, body, received_at)
        values (${number}, ${systemCode}, ${noticeNumber}, ${sha256}, ${body}, ${at})
        on conflict (system_code, notice_number) do nothing returning id`,
  )
  if (inserted.length === 1) return true
  const known = await firstRow<{ sha256: string }>(
    runner,
    sql`select sha256 from change_notice where system_code = ${systemCode} and notice_number = ${noticeNumber}`,
  )
  if (known?.sha256 === sha256) return false
  throw new ArchiveError({ code: 'IDENTITY_NOTICE_CONFLICT', found: `${systemCode} ${noticeNumber}` })
}

/** 电子文件号 of the newest archived record of a case of a handling system. */
export async function recordNumberOf(
  runner: SqlRunner,
  { systemCode, serialNumber }: Pick<ChangeNotice, 'systemCode' | 'serialNumber'>,
): Promise<string | undefined> {
  const row = await firstRow<{ number: string }>(
    runner,
    sql`select r.number from record r join case_file c on c.id = r.case_id
        where c.system_code = ${systemCode} and c.serial_number = ${serialNumber} and r.preserved_at is not null
        order by c.revision desc limit 1`,
  )
  return row?.number
}

/** The notices about a record, in the order in which they came. */
export async function changeNoticesOf(runner: SqlRunner, number: string): Promise<KeptNotice[]> {
  const found = await rows<NoticeColumns>(runner, sql`select * from change_notice where number = ${number} order by id`)
  return withSuccessors(runner, found)
}

/** The notices that name the case of a record as the one that has taken the place of another. */
export async function noticesOfSuccessor(runner: SqlRunner, caseId: string): Promise<KeptNotice[]> {
  const found = await rows<NoticeColumns>(
    runner,
    sql`select n.* from change_notice n
        join case_file c on c.system_code = n.body->'successor'->>'systemCode'
          and c.serial_number = n.body->'successor'->>'serialNumber'
        where c.id = ${caseId} order by n.id`,
  )
  return withSuccessors(runner, found)
}

type NoticeColumns = { number: string; body: ChangeNotice; received_at: Date }

function withSuccessors(runner: SqlRunner, found: readonly NoticeColumns[]): Promise<KeptNotice[]> {
  return Promise.all(
    found.map(async ({ number, body, received_at: receivedAt }) => {
      const successorNumber = body.successor && (await recordNumberOf(runner, body.successor))
      return { ...body, number, receivedAt, ...(successorNumber === undefined ? {} : { successorNumber }) }
    }),
  )
}
