import { ArchiveError } from '#archive-schema/archive-error.ts'
import { hasErrorCode } from '#archive-schema/caught-error.ts'
import type { Medium } from '#archive-schema/offline-media/medium.ts'
import type { MediumFault, MediumTest } from '#archive-schema/offline-media/medium-test.ts'
import type { RetentionPeriod } from '#archive-schema/retention.ts'
import { firstRow, rows, run, type SqlRunner, sql } from './sql.ts'

/** A medium as the register has it, with what became of it. */
export type RegisteredMedium = Medium & {
  /** Last test, if there was one, and whether it found anything. */
  readonly testedAt: Date | undefined
  readonly isFaulty: boolean
  /** When another medium was written in its place. */
  readonly rewrittenAt: Date | undefined
}

/** A preserved record with fewer offline sets than its retention asks for. */
export type UncoveredRecord = { readonly number: string; readonly retention: RetentionPeriod; readonly sets: number }

/** Registers a medium and what is on it. Throws `MEDIUM_EXISTS`. */
export async function insertMedium(runner: SqlRunner, medium: Medium, numbers: readonly string[]): Promise<void> {
  const { id, carrier, set, place, madeAt, madeBy, records, files, bytes, manifests, rewrites } = medium
  const registering = run(
    runner,
    sql`insert into offline_medium (id, carrier, set_number, place, made_at, made_by, records, files, bytes,
          manifest_sha256, manifest_sm3, rewrites)
        values (${id}, ${carrier}, ${set}, ${place}, ${madeAt}, ${madeBy}, ${records}, ${files}, ${bytes},
          ${manifests.sha256}, ${manifests.sm3}, ${rewrites})`,
  )
  await registering.catch((cause: unknown) => {
    if (!hasErrorCode(cause, '23505')) throw cause
    throw new ArchiveError({ code: 'MEDIUM_EXISTS', found: id }, { cause })
  })
  await run(runner, sql`insert into offline_medium_record (medium, number) select ${id}, unnest(${numbers}::text[])`)
}

/** The media in use, in the order of their names. */
export async function mediaInUse(runner: SqlRunner): Promise<RegisteredMedium[]> {
  const found = await rows<MediumColumns>(
    runner,
    sql`select m.*, t.tested_at, coalesce(jsonb_array_length(t.faults), 0) > 0 as is_faulty, w.made_at as rewritten_at
        from offline_medium m
        left join lateral (select tested_at, faults from offline_medium_test where medium = m.id order by id desc limit 1) t on true
        left join lateral (select min(made_at) as made_at from offline_medium where rewrites = m.id) w on true
        where not exists (select 1 from offline_medium_end where medium = m.id) order by m.id`,
  )
  return found.map(toMedium)
}

/** A medium in use. Throws `MEDIUM_NOT_FOUND`. */
export async function requireMedium(runner: SqlRunner, id: string): Promise<RegisteredMedium> {
  const found = (await mediaInUse(runner)).find((medium) => medium.id === id)
  if (found === undefined) throw new ArchiveError({ code: 'MEDIUM_NOT_FOUND', found: id })
  return found
}

/** 电子文件号 of what is on a medium, and which of them a test has read. */
export async function recordsOfMedium(
  runner: SqlRunner,
  id: string,
): Promise<readonly { readonly number: string; readonly isTested: boolean }[]> {
  return rows(
    runner,
    sql`select r.number, exists (select 1 from offline_medium_test t where t.medium = r.medium and t.sample ? r.number)
          as "isTested" from offline_medium_record r where r.medium = ${id} order by r.number`,
  )
}

/** Enters a test. */
export async function insertMediumTest(runner: SqlRunner, test: MediumTest): Promise<void> {
  const { medium, testedAt, testedBy, sample, faults } = test
  await run(
    runner,
    sql`insert into offline_medium_test (medium, tested_at, tested_by, sample, faults)
        values (${medium}, ${testedAt}, ${testedBy}, ${JSON.stringify(sample)}, ${JSON.stringify(faults)})`,
  )
}

/** The tests of a medium, the newest first. */
export async function testsOfMedium(runner: SqlRunner, id: string): Promise<MediumTest[]> {
  const found = await rows<TestColumns>(
    runner,
    sql`select * from offline_medium_test where medium = ${id} order by id desc`,
  )
  return found.map(({ medium, tested_at: testedAt, tested_by: testedBy, sample, faults }) => {
    return { medium, testedAt, testedBy, sample, faults }
  })
}

/** Gives a medium up: from now on it counts for nothing. */
export async function endMedium(
  runner: SqlRunner,
  { id, at, by, reason }: { readonly id: string; readonly at: Date; readonly by: string; readonly reason: string },
): Promise<void> {
  await run(
    runner,
    sql`insert into offline_medium_end (medium, ended_at, ended_by, reason) values (${id}, ${at}, ${by}, ${reason})`,
  )
}

/** The media in use that hold a record. */
export async function mediaHolding(runner: SqlRunner, number: string): Promise<string[]> {
  const found = await rows<{ medium: string }>(
    runner,
    sql`select r.medium from offline_medium_record r where r.number = ${number}
        and not exists (select 1 from offline_medium_end e where e.medium = r.medium) order by r.medium`,
  )
  return found.map(({ medium }) => medium)
}

/** Preserved records that lie on fewer sets in use than `sets` asks for; the first `limit`, and how many there are. */
export async function uncoveredRecords(
  runner: SqlRunner,
  sets: Readonly<Record<RetentionPeriod, number>>,
  limit: number,
): Promise<{ readonly total: number; readonly first: readonly UncoveredRecord[] }> {
  const uncovered = sql`(select r.number, r.retention, count(distinct m.set_number)::int as sets from record r
      left join offline_medium_record o on o.number = r.number
        and not exists (select 1 from offline_medium_end e where e.medium = o.medium)
      left join offline_medium m on m.id = o.medium where r.preserved_at is not null
      group by r.number, r.retention
      having count(distinct m.set_number) < (${JSON.stringify(sets)}::jsonb->>r.retention)::int)`
  const first = await rows<UncoveredRecord>(
    runner,
    sql`select number, retention, sets from ${uncovered} u order by number limit ${limit}`,
  )
  const counted = await firstRow<{ total: number }>(runner, sql`select count(*)::int as total from ${uncovered} u`)
  return { total: counted?.total ?? 0, first }
}

/** 电子文件号 of the preserved records of a 年度, in the order of their 档号. */
export async function numbersOfYear(runner: SqlRunner, year: string): Promise<string[]> {
  const found = await rows<{ number: string }>(
    runner,
    sql`select number from record where year = ${year} and preserved_at is not null order by archival_code`,
  )
  return found.map(({ number }) => number)
}

type TestColumns = {
  medium: string
  tested_at: Date
  tested_by: string
  sample: string[]
  faults: MediumFault[]
}

type MediumColumns = {
  id: string
  carrier: string
  set_number: number
  place: string
  made_at: Date
  made_by: string
  records: number
  files: number
  bytes: string
  manifest_sha256: string
  manifest_sm3: string
  rewrites: string | null
  tested_at: Date | null
  is_faulty: boolean
  rewritten_at: Date | null
}

function toMedium(row: MediumColumns): RegisteredMedium {
  return {
    ...{ id: row.id, carrier: row.carrier, set: row.set_number, place: row.place },
    ...{ madeAt: row.made_at, madeBy: row.made_by },
    ...{ records: row.records, files: row.files, bytes: Number(row.bytes) },
    manifests: { sha256: row.manifest_sha256, sm3: row.manifest_sm3 },
    ...(row.rewrites === null ? {} : { rewrites: row.rewrites }),
    testedAt: row.tested_at ?? undefined,
    isFaulty: row.is_faulty,
    rewrittenAt: row.rewritten_at ?? undefined,
  }
}
