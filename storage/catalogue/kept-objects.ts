import type { RecordObjects } from './records.ts'
import { holdMark } from './retention.ts'
import { firstRow, rows, type Sql, type SqlRunner, sql } from './sql.ts'

/** A record as a fixity audit needs it: what was registered of its objects, wherever it was registered. */
export type KeptRecord = {
  readonly number: string
  readonly objects: RecordObjects
  readonly packageSha256: string
  readonly packageBytes: number
  /** What 入库 decided; it stands beside the record. */
  readonly preservation: RecordObjects | undefined
  /** 保管锁定到期时刻 as locks were last lengthened; absent of a record whose term is not entered yet. */
  readonly lockedUntil: Date | undefined
  /** 保全: whether its objects carry the legal hold; absent while a hold is being laid or lifted. */
  readonly isHeld: boolean | undefined
}

/** Preserved records in the order of their numbers, from the one after `number` on. */
export async function keptRecordsAfter(runner: SqlRunner, number: string, limit: number): Promise<KeptRecord[]> {
  return (
    await rows<Columns>(runner, sql`${keptRecord} and r.number > ${number} order by r.number limit ${limit}`)
  ).map(toKept)
}

/** One preserved record. */
export async function findKeptRecord(runner: SqlRunner, number: string): Promise<KeptRecord | undefined> {
  const row = await firstRow<Columns>(runner, sql`${keptRecord} and r.number = ${number}`)
  return row && toKept(row)
}

/** Preserved records one of whose objects has no copy in a store: in the order of their numbers, from the one after `number` on. */
export async function uncopiedRecords(
  runner: SqlRunner,
  store: string,
  number: string,
  limit: number,
): Promise<KeptRecord[]> {
  const found = await rows<Columns>(
    runner,
    sql`${keptRecord} and r.number > ${number} and exists (${uncopiedObject(store)}) order by r.number limit ${limit}`,
  )
  return found.map(toKept)
}

/** Numbers and object keys of the records among `numbers`; a record that is only being stored has no keys yet. */
export async function objectKeysOf(
  runner: SqlRunner,
  numbers: readonly string[],
): Promise<readonly { readonly number: string; readonly isPreserved: boolean; readonly keys: readonly string[] }[]> {
  const found = await rows<{ number: string; is_preserved: boolean; keys: string[] }>(
    runner,
    sql`select r.number, r.preserved_at is not null as is_preserved,
          array(select o.value->>'key' from jsonb_each(r.objects - 'lockedUntil') o) as keys
        from record r where r.number = any(${numbers})`,
  )
  return found.map(({ number, is_preserved: isPreserved, keys }) => ({ number, isPreserved, keys }))
}

/** 电子文件号 of the records whose package or evidence has this digest. */
export async function ownersOfDigest(runner: SqlRunner, sha256: string): Promise<string[]> {
  const found = await rows<{ number: string }>(
    runner,
    sql`select number from record where package_sha256 = ${sha256} or objects->'evidence'->>'sha256' = ${sha256}
          or objects->'text'->>'sha256' = ${sha256} order by number limit 3`,
  )
  return found.map(({ number }) => number)
}

const keptRecord = sql`select r.number, r.objects, r.package_sha256, r.package_bytes, s.result as preservation, t.locked_until, ${holdMark}
  from record r left join record_retention t on t.number = r.number
    left join stage_result s on s.case_id = r.case_id and s.stage = 'preservation'
  where r.preserved_at is not null`

/** Selects the objects of a record `r` of which a store has no copy. */
export function uncopiedObject(store: string): Sql {
  return sql`select from jsonb_each(r.objects - 'lockedUntil') o where not exists
    (select from object_copy c where c.store = ${store} and c.key = o.value->>'key')`
}

type Columns = {
  number: string
  objects: RecordObjects
  package_sha256: string
  package_bytes: string
  preservation: RecordObjects | null
  locked_until: Date | null
  hold_mark: boolean | null
}

function toKept(row: Columns): KeptRecord {
  return {
    number: row.number,
    objects: row.objects,
    packageSha256: row.package_sha256,
    packageBytes: Number(row.package_bytes),
    preservation: row.preservation ?? undefined,
    lockedUntil: row.locked_until ?? undefined,
    isHeld: row.hold_mark ?? undefined,
  }
}
