import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { ScopeDecision } from '#archive-schema/arranged-case.ts'
import { hasErrorCode } from '#archive-schema/caught-error.ts'
import type { ObjectFixity } from '#archive-schema/fixity.ts'
import type { InspectionReport } from '#archive-schema/inspection/inspection-report.ts'
import type { RecordMetadata } from '#archive-schema/metadata/record-metadata.ts'
import type { RetentionPeriod } from '#archive-schema/retention.ts'
import type { HandoverIdentity } from './cases.ts'
import type { Catalogue } from './catalogue.ts'
import { firstRow, rows, run, type SqlRunner, sql } from './sql.ts'

/** 电子档案 as the catalogue knows it: what is asked for often, and the whole metadata. */
export type RecordEntry = {
  /** 电子文件号. */
  readonly number: string
  /** 档号. */
  readonly archivalCode: string
  readonly caseId: string
  readonly title: string
  readonly unit: string
  readonly fondsCode: string
  readonly itemCode: string
  readonly itemName: string
  readonly result: string
  readonly year: string
  readonly retention: RetentionPeriod
  readonly security: string
  readonly applicants: readonly string[]
  readonly decidedAt: Date | undefined
  readonly finishedAt: Date
  readonly metadata: RecordMetadata
  readonly scope: ScopeDecision
  readonly inspection: InspectionReport
  readonly recognition: RecognitionSummary
  readonly packageFixity: ObjectFixity
  /** Sealed with test keys: without legal force. */
  readonly testKeys: boolean
  readonly registeredAt: Date
}

/** What recognition came to for a record. `off`: not done, by configuration. */
export type RecognitionSummary = {
  readonly state: 'done' | 'off'
  /** Pages that have text, and those of them that were read from pictures. */
  readonly pages: number
  readonly recognisedPages: number
}

/** An object of the record in the store. */
export type RecordObject = {
  readonly key: string
  readonly bytes: number
  readonly sha256: string
  readonly version: string
}

/** The objects of one record. Recognised text is a derivative and is absent when recognition is off. */
export type RecordObjects = {
  readonly package: RecordObject
  readonly evidence: RecordObject
  readonly text?: RecordObject
  readonly lockedUntil: string
  /** 作废的证据: sealed by a signer that was revoked before the record was archived, and locked in the store by then. From 1. */
  readonly [withdrawn: `withdrawn-${number}`]: RecordObject
}

export type ObjectName = Exclude<keyof RecordObjects, 'lockedUntil'>

/** The names of those objects that there are. */
export function objectNames(objects: RecordObjects): readonly ObjectName[] {
  const withdrawn = Object.keys(objects).filter((name) => name.startsWith('withdrawn-')) as ObjectName[]
  return [...(['package', 'evidence', 'text'] as const), ...withdrawn].filter((name) => objects[name] !== undefined)
}

/** A registered record that rests in the store. */
export type PreservedRecord = RecordEntry & { readonly preservedAt: Date; readonly objects: RecordObjects }

/**
 * Enters a registered record; it is not found before `setPreserved`. Throws `NUMBER_CONFLICT` when another record has its
 * 电子文件号 or 档号 already.
 */
export async function insertRecord(runner: SqlRunner, entry: RecordEntry): Promise<void> {
  const entering = run(
    runner,
    sql`insert into record (number, archival_code, case_id, title, unit, fonds_code, item_code, item_name, result, year,
          retention, security, applicants, decided_at, finished_at, metadata, scope, inspection, recognition,
          package_sha256, package_bytes, test_keys, registered_at)
        values (${entry.number}, ${entry.archivalCode}, ${entry.caseId}, ${entry.title}, ${entry.unit}, ${entry.fondsCode},
          ${entry.itemCode}, ${entry.itemName}, ${entry.result}, ${entry.year}, ${entry.retention}, ${entry.security},
          ${entry.applicants}, ${entry.decidedAt}, ${entry.finishedAt}, ${JSON.stringify(entry.metadata)},
          ${JSON.stringify(entry.scope)}, ${JSON.stringify(entry.inspection)}, ${JSON.stringify(entry.recognition)},
          ${entry.packageFixity.sha256}, ${entry.packageFixity.bytes}, ${entry.testKeys},
          ${entry.registeredAt})`,
  )
  await entering.catch((cause: unknown) => {
    if (!hasErrorCode(cause, uniqueViolation)) throw cause
    throw new ArchiveError({ code: 'NUMBER_CONFLICT', found: `${entry.number}, ${entry.archivalCode}` }, { cause })
  })
}

const uniqueViolation = '23505'

/** The objects rest in the store: from now on the record is archived and can be found. */
export async function setPreserved(runner: SqlRunner, number: string, objects: RecordObjects, at: Date): Promise<void> {
  await run(
    runner,
    sql`update record set preserved_at = ${at}, objects = ${JSON.stringify(objects)} where number = ${number}`,
  )
}

/** A preserved record by its 电子文件号 or 档号. */
export async function findRecord(runner: SqlRunner, number: string): Promise<PreservedRecord | undefined> {
  const row = await firstRow<RecordColumns>(
    runner,
    sql`select * from record where (number = ${number} or archival_code = ${number}) and preserved_at is not null`,
  )
  return row === undefined ? undefined : toRecord(row)
}

/**
 * Does `work` while nobody can destroy the record `number`; `undefined`: what belongs to no record. Resolves to `undefined` where the
 * record is not there any more.
 */
export async function whileRecordStays<T>(
  catalogue: Catalogue,
  number: string | undefined,
  work: () => Promise<T>,
): Promise<T | undefined> {
  if (number === undefined) return work()
  return catalogue.transact(async (transaction) => {
    const found = await rows(transaction, sql`select 1 from record where number = ${number} for key share`)
    return found.length === 0 ? undefined : work()
  })
}

/** Number of preserved records. */
export async function countPreserved(runner: SqlRunner): Promise<number> {
  const found = await firstRow<{ count: number }>(
    runner,
    sql`select count(*)::int as count from record where preserved_at is not null`,
  )
  return found?.count ?? 0
}

/** Preserved records in the order of their numbers, from the one after `number` on. */
export async function preservedRecordsAfter(
  runner: SqlRunner,
  number: string,
  limit: number,
): Promise<PreservedRecord[]> {
  const found = await rows<RecordColumns>(
    runner,
    sql`select * from record where number > ${number} and preserved_at is not null order by number limit ${limit}`,
  )
  return found.map(toRecord)
}

/** The preserved record of a case. */
export async function findRecordOfCase(runner: SqlRunner, caseId: string): Promise<PreservedRecord | undefined> {
  const row = await firstRow<RecordColumns>(
    runner,
    sql`select * from record where case_id = ${caseId} and preserved_at is not null`,
  )
  return row === undefined ? undefined : toRecord(row)
}

/** Whether a case is registered, preserved or not. */
export async function isRegistered(runner: SqlRunner, caseId: string): Promise<boolean> {
  return (await rows(runner, sql`select 1 from record where case_id = ${caseId}`)).length > 0
}

/** Where the evidence of a record lies. */
export type EvidenceKey = { readonly number: string; readonly key: string }

/** Where the evidence of preserved records rests: a page in the order of the numbers, from the one after `number` on. */
export function evidenceKeysAfter(runner: SqlRunner, number: string): Promise<EvidenceKey[]> {
  return rows<EvidenceKey>(
    runner,
    sql`select number, objects->'evidence'->>'key' as key from record
        where number > ${number} and preserved_at is not null order by number limit 1000`,
  )
}

/** 元数据方案 by which the records were written: that of any of them; `undefined` while there is none. */
export async function anyRecordProfile(runner: SqlRunner): Promise<{ id: string; version: string } | undefined> {
  return firstRow(
    runner,
    sql`select metadata->'explanation'->>'profileId' as id, metadata->'explanation'->>'profileVersion' as version
        from record limit 1`,
  )
}

/** Whether another case has the number already, also one whose record was destroyed (DA/T 70 重复性). */
export async function isNumberTaken(runner: SqlRunner, number: string, caseId: string): Promise<boolean> {
  const found = await rows(
    runner,
    sql`select 1 from record where number = ${number} and case_id <> ${caseId}
        union all select 1 from disposed_record where number = ${number} and case_id <> ${caseId}`,
  )
  return found.length > 0
}

/** Of these numbers those that a record has, preserved or not, or had before it was destroyed. */
export async function registeredNumbers(runner: SqlRunner, numbers: readonly string[]): Promise<Set<string>> {
  const found = await rows<{ number: string }>(
    runner,
    sql`select number from record where number = any(${numbers})
        union select number from disposed_record where number = any(${numbers})`,
  )
  return new Set(found.map(({ number }) => number))
}

/** Whether another case with the same hand-over identity has a record. */
export async function hasRecordOfIdentity(
  runner: SqlRunner,
  { systemCode, serialNumber, revision }: HandoverIdentity,
  caseId: string,
): Promise<boolean> {
  const found = await rows(
    runner,
    sql`select 1 from record r join case_file c on c.id = r.case_id where c.id <> ${caseId}
        and c.system_code = ${systemCode} and c.serial_number = ${serialNumber} and c.revision = ${revision}`,
  )
  return found.length > 0
}

/** 电子文件号 of other cases whose 基本信息元数据 hold what `group` holds (DA/T 70 重复性); the first few. */
export async function recordsHolding(runner: SqlRunner, group: object, caseId: string): Promise<string[]> {
  const found = await rows<{ number: string }>(
    runner,
    sql`select number from record where metadata->'case' @> ${JSON.stringify(group)}::jsonb and case_id <> ${caseId}
        order by number limit 5`,
  )
  return found.map(({ number }) => number)
}

type RecordColumns = {
  number: string
  archival_code: string
  case_id: string
  title: string
  unit: string
  fonds_code: string
  item_code: string
  item_name: string
  result: string
  year: string
  retention: RetentionPeriod
  security: string
  applicants: string[]
  decided_at: Date | null
  finished_at: Date
  metadata: RecordMetadata
  scope: ScopeDecision
  inspection: InspectionReport
  recognition: RecognitionSummary
  package_sha256: string
  package_bytes: string
  test_keys: boolean
  registered_at: Date
  preserved_at: Date
  objects: RecordObjects
}

function toRecord(row: RecordColumns): PreservedRecord {
  return {
    number: row.number,
    archivalCode: row.archival_code,
    caseId: row.case_id,
    title: row.title,
    unit: row.unit,
    fondsCode: row.fonds_code,
    itemCode: row.item_code,
    itemName: row.item_name,
    result: row.result,
    year: row.year,
    retention: row.retention,
    security: row.security,
    applicants: row.applicants,
    decidedAt: row.decided_at ?? undefined,
    finishedAt: row.finished_at,
    metadata: row.metadata,
    scope: row.scope,
    inspection: row.inspection,
    recognition: row.recognition,
    packageFixity: { sha256: row.package_sha256, bytes: Number(row.package_bytes) },
    testKeys: row.test_keys,
    registeredAt: row.registered_at,
    preservedAt: row.preserved_at,
    objects: row.objects,
  }
}
