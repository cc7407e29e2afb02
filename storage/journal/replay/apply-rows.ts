import { firstRow, rows, run, Sql, type SqlRunner, sql } from '#storage/catalogue/sql.ts'
import type { KeptTable } from '../kept-tables.ts'
import { isDestroyed } from './replay-rows.ts'
import type { ReplayTools } from './replay-tools.ts'
import { columnsOf, type Reference, referencesOf } from './table-shape.ts'

/**
 * Of what the journal says of each row of a table, the newest; of the same age, what nothing was withheld of. The type of the rows is
 * that of a row that is not there, for the name of a table may be that of another type as well.
 */
const newestOf = (table: string) =>
  `(select distinct on (key) operation, content from journal_replay where table_name = '${table}'
    order by key, seq desc, is_whole desc) newest, jsonb_populate_record((select t from ${table} t limit 0), newest.content) r`

/** Takes out of a table the rows that were deleted. */
export async function applyDeletions(transaction: SqlRunner, { name, key }: KeptTable): Promise<void> {
  const isSame = key.map((column) => `t.${column} = r.${column}`).join(' and ')
  const statement = `delete from ${name} t using ${newestOf(name)} where newest.operation = 'delete' and ${isSame}`
  await run(transaction, new Sql([statement], []))
}

/**
 * Puts the rows of a table in, over those that are there. Rows that refer to what could not be taken are left out, which is a fault.
 * Resolves to their number.
 */
export async function applyRows(transaction: SqlRunner, table: KeptTable, tools: ReplayTools): Promise<number> {
  const { name, key } = table
  const columns = await columnsOf(transaction, name)
  const set = columns.filter((column) => !column.isIdentity && !key.includes(column.name))
  const needed = (await referencesOf(transaction, name)).map(isThere)
  if (table.outlives === 'record') needed.push(hadRecord)
  const isTaken = needed.join(' and ') || 'true'
  const update = set.map((column) => `${column.name} = excluded.${column.name}`).join(', ')
  const applied = await rows<{ applied: number }>(
    transaction,
    new Sql(
      [
        `with put as (insert into ${name} (${columns.map((column) => column.name).join(', ')}) overriding system value
          select r.* from ${newestOf(name)} where newest.operation <> 'delete' and ${isTaken}
          on conflict (${key.join(', ')}) do ${set.length === 0 ? 'nothing' : `update set ${update}`} returning 1)
        select count(*)::int as applied from put`,
      ],
      [],
    ),
  )
  const left = await countLeftOut(transaction, name, isTaken)
  if (left > 0) tools.onFault({ code: 'REBUILD_ROW_ORPHANED', file: name, found: String(left) })
  await raiseCounters(
    transaction,
    name,
    columns.filter((column) => column.isIdentity).map((column) => column.name),
  )
  return applied[0]?.applied ?? 0
}

function isThere({ parent, columns, parentColumns }: Reference): string {
  const isNull = columns.map((column) => `r.${column} is null`).join(' or ')
  const isSame = columns.map((column, i) => `p.${parentColumns[i]} = r.${column}`).join(' and ')
  return `(${isNull} or exists (select from ${parent} p where ${isSame}))`
}

const hadRecord = `(exists (select from record p where p.number = r.number) or ${isDestroyed('r.number')})`

async function countLeftOut(transaction: SqlRunner, name: string, isTaken: string): Promise<number> {
  const statement = `select count(*)::int as count from ${newestOf(name)} where newest.operation <> 'delete' and not (${isTaken})`
  return (await firstRow<{ count: number }>(transaction, new Sql([statement], [])))?.count ?? 0
}

/** No number that the journal knows is given again, also not of a row that was deleted. */
async function raiseCounters(transaction: SqlRunner, name: string, columns: readonly string[]): Promise<void> {
  for (const column of columns)
    await run(
      transaction,
      new Sql(
        [
          `select setval(pg_get_serial_sequence('${name}', '${column}'), known.highest) from
            (select greatest((select max(${column}) from ${name}), (select max((content->>'${column}')::bigint) from journal_replay
              where table_name = '${name}')) as highest) known where known.highest is not null`,
        ],
        [],
      ),
    )
}

/** The places of changes go on after those that the journal has. */
export async function raiseChangeCounter(transaction: SqlRunner): Promise<void> {
  await run(
    transaction,
    sql`select setval(pg_get_serial_sequence('journal_outbox', 'id'), known.highest) from
        (select greatest((select max(seq) from journal_replay), (select max(seq) from journal_replay_record),
          (select max(id) from journal_outbox)) as highest) known where known.highest is not null`,
  )
}
