import { firstRow, rows, run, type SqlRunner, sql } from './sql.ts'

/** A place in the order in which locks end. */
export type RenewalPlace = { readonly lockedUntil: Date; readonly number: string }

/** Before all locks. */
export const firstRenewal: RenewalPlace = { lockedUntil: new Date(0), number: '' }

/**
 * Records whose lock ends by `horizon` and should reach further, because the term does or a hold is on them: a page in the order in
 * which the locks end, from the one after `after` on. A lock that ends at `latest` can reach no further.
 */
export async function renewalsDue(
  runner: SqlRunner,
  { horizon, latest, after }: { readonly horizon: Date; readonly latest: Date; readonly after: RenewalPlace },
): Promise<readonly RenewalPlace[]> {
  const found = await rows<{ number: string; locked_until: Date }>(
    runner,
    sql`select number, locked_until from record_retention
        where locked_until <= ${horizon} and locked_until < ${latest} and (ends_at is null or ends_at > locked_until or held)
          and (locked_until, number) > (${after.lockedUntil}, ${after.number})
        order by locked_until, number limit 100`,
  )
  return found.map(({ number, locked_until }) => ({ number, lockedUntil: locked_until }))
}

/** Records whose objects carry a legal hold that is lifted, or none where one is placed: a page in the order of their numbers. */
export async function holdsToMark(runner: SqlRunner, after: string): Promise<readonly string[]> {
  const found = await rows<{ number: string }>(
    runner,
    sql`select number from record_retention where held <> store_held and number > ${after} order by number limit 100`,
  )
  return found.map(({ number }) => number)
}

/** How locks stand: objects that could not be renewed, and records whose lock has lapsed though it should not have. */
export async function countLockTrouble(
  runner: SqlRunner,
  now: Date,
): Promise<{ readonly faults: number; readonly lapsed: number }> {
  const found = await firstRow<{ faults: number; lapsed: number }>(
    runner,
    sql`select (select count(*)::int from lock_fault) as faults,
          (select count(*)::int from record_retention where locked_until <= ${now}
             and (ends_at is null or ends_at > ${now} or held)) as lapsed`,
  )
  return found ?? { faults: 0, lapsed: 0 }
}

/** 锁定告警: an object whose lock could not be renewed. */
export type LockFault = {
  readonly key: string
  readonly number?: string
  readonly code: string
  readonly found: string
}

/** Keeps a fault; of one that is known only the last time changes. */
export async function keepLockFault(runner: SqlRunner, fault: LockFault, at: Date): Promise<void> {
  const { key, number, code, found } = fault
  await run(
    runner,
    sql`insert into lock_fault (key, number, code, found, since, last_at)
        values (${key}, ${number}, ${code}, ${found}, ${at}, ${at})
        on conflict (key) do update set code = excluded.code, found = excluded.found, last_at = excluded.last_at`,
  )
}

/** The lock of an object was renewed: there is no fault any more. */
export async function dropLockFault(runner: SqlRunner, key: string): Promise<void> {
  await run(runner, sql`delete from lock_fault where key = ${key}`)
}

/** A fault as it stands. */
export type StandingLockFault = LockFault & { readonly since: Date; readonly lastAt: Date }

/** The faults that have stood longest. */
export async function lockFaults(runner: SqlRunner, limit: number): Promise<StandingLockFault[]> {
  const found = await rows<{
    key: string
    number: string | null
    code: string
    found: string
    since: Date
    last_at: Date
  }>(runner, sql`select * from lock_fault order by since, key limit ${limit}`)
  return found.map(({ number, last_at, ...fault }) => ({
    ...fault,
    lastAt: last_at,
    ...(number === null ? {} : { number }),
  }))
}
