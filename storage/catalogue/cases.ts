import type { CapturedFile } from '#archive-schema/arranged-case.ts'
import type { CaseFile } from '#archive-schema/case-file/case-file.ts'
import type { Fault } from '#archive-schema/fault.ts'
import { firstRow, rows, type SqlRunner, sql } from './sql.ts'

/** 交接标识 (hand-over identity): source system, 业务流水号, revision. */
export type HandoverIdentity = {
  readonly systemCode: string
  readonly serialNumber: string
  readonly revision: number
}

/** Under which identity a case was handed over. */
export function identityOf(caseFile: CaseFile): HandoverIdentity {
  const { systemCode, serialNumber, revision } = caseFile.source
  return { systemCode, serialNumber, revision }
}

/** A captured file and where its bytes lie in staging. */
export type StagedFile = CapturedFile & { readonly offset: number }

/** What was handed over, as it is kept until the record is preserved. */
export type Handover = {
  readonly caseFile: CaseFile
  readonly files: readonly StagedFile[]
}

export type CaseState = 'processing' | 'archived' | 'review'

/** 办件 (a case that was not refused), as far as it has come. */
export type CaseRow = HandoverIdentity & {
  readonly id: string
  readonly handoverDigest: string
  readonly folder: string
  /** Last completed stage. */
  readonly stage: string
  readonly state: CaseState
  /** Why it waits for a person (`state` review); none in any other state. */
  readonly faults: readonly Fault[]
  readonly capturedAt: Date
  readonly changedAt: Date
}

export type NewCase = HandoverIdentity & {
  readonly id: string
  readonly handoverDigest: string
  readonly folder: string
  readonly handover: Handover
  readonly capturedAt: Date
}

/**
 * Enters a captured case. Resolves to `undefined` when the identity is new,
 * else to the case that has it already and is left as it is.
 */
export async function insertCase(runner: SqlRunner, entry: NewCase): Promise<CaseRow | undefined> {
  const inserted = await rows(
    runner,
    sql`insert into case_file (id, system_code, serial_number, revision, handover_digest, folder, handover, stage, state,
          captured_at, changed_at)
        values (${entry.id}, ${entry.systemCode}, ${entry.serialNumber}, ${entry.revision}, ${entry.handoverDigest},
          ${entry.folder}, ${JSON.stringify(entry.handover)}, 'capture', 'processing', ${entry.capturedAt}, ${entry.capturedAt})
        on conflict (system_code, serial_number, revision) do nothing returning id`,
  )
  return inserted.length === 1 ? undefined : findCaseByIdentity(runner, entry)
}

export async function findCaseByIdentity(runner: SqlRunner, identity: HandoverIdentity): Promise<CaseRow | undefined> {
  const row = await firstRow<CaseColumns>(
    runner,
    sql`select ${caseColumns} from case_file where system_code = ${identity.systemCode}
        and serial_number = ${identity.serialNumber} and revision = ${identity.revision}`,
  )
  return row === undefined ? undefined : toCase(row)
}

export async function findCase(runner: SqlRunner, id: string): Promise<CaseRow | undefined> {
  const row = await firstRow<CaseColumns>(runner, sql`select ${caseColumns} from case_file where id = ${id}`)
  return row === undefined ? undefined : toCase(row)
}

/** The cases of `ids` that exist, in no particular order. */
export async function findCases(runner: SqlRunner, ids: readonly string[]): Promise<CaseRow[]> {
  const found = await rows<CaseColumns>(runner, sql`select ${caseColumns} from case_file where id = any(${ids})`)
  return found.map(toCase)
}

/** What was handed over with a case. */
export async function readHandover(runner: SqlRunner, id: string): Promise<Handover | undefined> {
  const row = await firstRow<{ handover: Handover }>(runner, sql`select handover from case_file where id = ${id}`)
  return row?.handover
}

/** Ids of the cases that some worker still has to finish. */
export async function unfinishedCases(runner: SqlRunner): Promise<string[]> {
  const found = await rows<{ id: string }>(runner, sql`select id from case_file where state = 'processing'`)
  return found.map(({ id }) => id)
}

/** Number of cases by last completed stage (of those in process) and by state. */
export async function countCases(
  runner: SqlRunner,
): Promise<{ stages: Record<string, number>; archived: number; review: number }> {
  const counts = await rows<{ stage: string; state: CaseState; count: string }>(
    runner,
    sql`select stage, state, count(*) from case_file group by stage, state`,
  )
  const sum = (state: CaseState) =>
    counts.filter((row) => row.state === state).reduce((total, row) => total + Number(row.count), 0)
  const processing = counts.filter((row) => row.state === 'processing')
  return {
    stages: Object.fromEntries(processing.map((row) => [row.stage, Number(row.count)])),
    archived: sum('archived'),
    review: sum('review'),
  }
}

/** A row of `caseColumns`. */
export type CaseColumns = {
  id: string
  system_code: string
  serial_number: string
  revision: number
  handover_digest: string
  folder: string
  stage: string
  state: CaseState
  fault: Fault | null
  further_faults: Fault[] | null
  captured_at: Date
  changed_at: Date
}

/** The columns of a `CaseRow`. */
export const caseColumns = sql`id, system_code, serial_number, revision, handover_digest, folder, stage, state, fault,
  further_faults, captured_at, changed_at`

/** Reads `caseColumns`. */
export function toCase(row: CaseColumns): CaseRow {
  return {
    id: row.id,
    systemCode: row.system_code,
    serialNumber: row.serial_number,
    revision: row.revision,
    handoverDigest: row.handover_digest,
    folder: row.folder,
    stage: row.stage,
    state: row.state,
    faults: [row.fault ?? [], row.further_faults ?? []].flat(),
    capturedAt: row.captured_at,
    changedAt: row.changed_at,
  }
}
