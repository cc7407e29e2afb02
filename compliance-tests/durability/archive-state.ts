import { requireRecord } from '#services/access/require-record.ts'
import { verifyStored } from '#services/access/verify-stored.ts'
import type { Archive } from '#services/open-archive.ts'
import { recordKeys } from '../stack/test-archive.ts'

/** What an archive holds, in one comparable piece. */
export type ArchiveState = {
  /** Cases by state. */
  readonly cases: Readonly<Record<string, number>>
  /** Why cases wait for a person. */
  readonly faults: readonly unknown[]
  readonly records: number
  /** Last parts of the 电子文件号 and of the 档号, each in order. */
  readonly numbers: readonly number[]
  readonly archivalCodes: readonly number[]
  /** Records whose stored bytes verify. */
  readonly verified: number
  readonly objects: number
  /** Case folders in staging. */
  readonly staged: readonly string[]
}

/** Takes stock of an archive whose records are all of one item and year, so that their numbers are of one sequence. */
export async function archiveState(archive: Archive): Promise<ArchiveState> {
  const { pool } = archive.catalogue
  const cases = await pool.query<{ state: string; cases: number }>(
    'select state, count(*)::int as cases from case_file group by state',
  )
  const faults = await pool.query<{ fault: unknown }>(`select fault from case_file where state = 'review'`)
  const { rows } = await pool.query<{ number: string; archival_code: string }>(
    'select number, archival_code from record where preserved_at is not null',
  )
  const reports = await Promise.all(
    rows.map(async ({ number }) => verifyStored(archive, await requireRecord(archive.catalogue, number))),
  )
  return {
    cases: Object.fromEntries(cases.rows.map((row) => [row.state, row.cases])),
    faults: faults.rows.map(({ fault }) => fault),
    records: rows.length,
    numbers: serials(rows.map(({ number }) => number)),
    archivalCodes: serials(rows.map(({ archival_code: code }) => code)),
    verified: reports.filter(({ ok }) => ok).length,
    objects: (await recordKeys(archive)).length,
    staged: await archive.staging.cases(),
  }
}

/** The state in which all of `count` cases are archived, each once, `objectsEach` objects a record. */
export function allArchived(count: number, objectsEach: number): ArchiveState {
  const numbers = Array.from({ length: count }, (_, i) => i + 1)
  return {
    cases: { archived: count },
    faults: [],
    records: count,
    numbers,
    archivalCodes: numbers,
    verified: count,
    objects: count * objectsEach,
    staged: [],
  }
}

function serials(codes: readonly string[]): number[] {
  return codes.map((code) => Number(code.split('-').at(-1))).toSorted((left, right) => left - right)
}
