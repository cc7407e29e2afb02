import type { Growth } from '#archive-schema/capacity/judge-capacity.ts'
import { firstRow, type SqlRunner, sql } from './sql.ts'

const year = '365 days'

/**
 * 存量: bytes of all objects of archived records with their rows in the journal, and what of it came in the last 365 days. Not counted are
 * the files of the ledger, the segments of the journal, and what was repaired at another place.
 */
export async function storedBytes(runner: SqlRunner, now: Date): Promise<Growth> {
  const found = await firstRow<{ bytes: string; last_year: string; since: Date | null }>(
    runner,
    sql`select coalesce(sum(size), 0) as bytes, min(preserved_at) as since,
          coalesce(sum(size) filter (where preserved_at > ${now}::timestamptz - ${year}::interval), 0) as last_year
        from (select r.preserved_at, (select sum((o.value->>'bytes')::bigint) from jsonb_each(r.objects - 'lockedUntil') o) as size
              from record r where r.preserved_at is not null
              union all
              select r.preserved_at, j.bytes from journal_object j join record r on r.number = j.number
              where r.preserved_at is not null) kept`,
  )
  const { bytes = '0', last_year: lastYear = '0', since } = found ?? {}
  return { bytes: Number(bytes), lastYearBytes: Number(lastYear), ...(since ? { since } : {}) }
}
