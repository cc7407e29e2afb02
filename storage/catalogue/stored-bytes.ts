import type { Growth } from '#archive-schema/capacity/judge-capacity.ts'
import { firstRow, type SqlRunner, sql } from './sql.ts'

const year = '365 days'

/**
 * 存量: bytes of all objects of archived records, and what of it came in the last 365 days. The files of the ledger and the texts of
 * life events are not counted: they are some hundred bytes a record.
 */
export async function storedBytes(runner: SqlRunner, now: Date): Promise<Growth> {
  const found = await firstRow<{ bytes: string; last_year: string; since: Date | null }>(
    runner,
    sql`select coalesce(sum(size), 0) as bytes, min(preserved_at) as since,
          coalesce(sum(size) filter (where preserved_at > ${now}::timestamptz - ${year}::interval), 0) as last_year
        from (select preserved_at, (objects->'package'->>'bytes')::bigint + (objects->'evidence'->>'bytes')::bigint
                + coalesce((objects->'text'->>'bytes')::bigint, 0) as size
              from record where preserved_at is not null) kept`,
  )
  const { bytes = '0', last_year: lastYear = '0', since } = found ?? {}
  return { bytes: Number(bytes), lastYearBytes: Number(lastYear), ...(since ? { since } : {}) }
}
