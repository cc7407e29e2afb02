import type { FaultCode } from '#archive-schema/fault-texts.ts'
import type { CaseEnd } from './case-transitions.ts'
import type { HandoverIdentity } from './cases.ts'
import { all, rows, run, type Sql, type SqlRunner, sql } from './sql.ts'

/**
 * 交接事项: received 收到, repeated 重复, failed 未能收集 (to be handed over again as it is), refused 拒收, review 转人工,
 * resumed 继续, returned 退回, archived 已归档.
 */
export const handoverKinds = [
  'received',
  'repeated',
  'failed',
  'refused',
  'review',
  'resumed',
  'returned',
  'archived',
] as const
export type HandoverKind = (typeof handoverKinds)[number]

/** One entry of 交接日志. */
export type HandoverEvent = {
  readonly id: number
  readonly at: Date
  readonly kind: HandoverKind
  /** Where the case stood after it; `undefined` where nothing was entered. */
  readonly status: CaseEnd | undefined
  readonly caseId: string | undefined
  readonly identity: Partial<HandoverIdentity>
  readonly folder: string
  /** Last completed stage; of a refusal the stage that refused. */
  readonly stage: string
  /** 故障代码; every failure has one. */
  readonly code: FaultCode | undefined
}

/** Enters what changes no case: PostgreSQL enters all else by itself, wherever a case or a refusal is written. */
export async function insertHandoverEvent(runner: SqlRunner, event: Omit<HandoverEvent, 'id'>): Promise<void> {
  const { at, kind, status, caseId, identity, folder, stage, code } = event
  await run(
    runner,
    sql`insert into handover_log (at, kind, status, case_id, system_code, serial_number, revision, folder, stage, code)
        values (${at}, ${kind}, ${status}, ${caseId}, ${identity.systemCode}, ${identity.serialNumber},
          ${identity.revision}, ${folder}, ${stage}, ${code})`,
  )
}

/** What is asked of the log; conditions that are absent do not count. */
export type HandoverQuery = {
  readonly kind?: HandoverKind | undefined
  readonly status?: CaseEnd | undefined
  readonly code?: string | undefined
  readonly system?: string | undefined
  /** 业务流水号. */
  readonly serial?: string | undefined
  /** First and last day, inclusive, `YYYY-MM-DD` in China's time. */
  readonly from?: string | undefined
  readonly to?: string | undefined
  /** Continue after this entry. */
  readonly after?: number | undefined
  readonly limit: number
}

/** Entries that fit, oldest first. */
export async function handoverEvents(runner: SqlRunner, query: HandoverQuery): Promise<HandoverEvent[]> {
  const found = await rows<EventColumns>(
    runner,
    sql`select * from handover_log where ${all(conditions(query))} order by id limit ${query.limit}`,
  )
  return found.map(toEvent)
}

function conditions({ kind, status, code, system, serial, from, to, after }: HandoverQuery): Sql[] {
  return [
    kind === undefined ? [] : sql`kind = ${kind}`,
    status === undefined ? [] : sql`status = ${status}`,
    code === undefined ? [] : sql`code = ${code}`,
    system === undefined ? [] : sql`system_code = ${system}`,
    serial === undefined ? [] : sql`serial_number = ${serial}`,
    from === undefined ? [] : sql`at >= (${from}::date)::timestamp at time zone 'Asia/Shanghai'`,
    to === undefined ? [] : sql`at < (${to}::date + 1)::timestamp at time zone 'Asia/Shanghai'`,
    after === undefined ? [] : sql`id > ${after}`,
  ].flat()
}

type EventColumns = {
  id: string
  at: Date
  kind: HandoverKind
  status: CaseEnd | null
  case_id: string | null
  system_code: string | null
  serial_number: string | null
  revision: number | null
  folder: string
  stage: string
  code: FaultCode | null
}

function toEvent(row: EventColumns): HandoverEvent {
  return {
    id: Number(row.id),
    at: row.at,
    kind: row.kind,
    status: row.status ?? undefined,
    caseId: row.case_id ?? undefined,
    identity: {
      ...(row.system_code === null ? {} : { systemCode: row.system_code }),
      ...(row.serial_number === null ? {} : { serialNumber: row.serial_number }),
      ...(row.revision === null ? {} : { revision: row.revision }),
    },
    folder: row.folder,
    stage: row.stage,
    code: row.code ?? undefined,
  }
}
