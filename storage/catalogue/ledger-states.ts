import { firstRow, rows, run, type Sql, type SqlRunner, sql } from './sql.ts'

/** 账本状态: how many entries the trees in the store have, and the roots of both. */
export type LedgerRoots = { readonly size: number; readonly sha256: string; readonly sm3: string }

/** A checkpoint that was published: the signed notes of both trees, as they rest in the store. */
export type PublishedCheckpoint = {
  readonly size: number
  /** Roots in base64. */
  readonly roots: Omit<LedgerRoots, 'size'>
  readonly notes: { readonly sha256: string; readonly sm3: string }
  readonly publishedAt: Date
}

/** The tiles of a state rest in the store: it counts from now on. */
export async function insertState(runner: SqlRunner, { size, sha256, sm3 }: LedgerRoots, at: Date): Promise<void> {
  await run(
    runner,
    sql`insert into ledger_state (size, root_sha256, root_sm3, committed_at) values (${size}, ${sha256}, ${sm3}, ${at})`,
  )
}

/** The newest state; `undefined` while the ledger is empty. */
export async function newestState(runner: SqlRunner): Promise<LedgerRoots | undefined> {
  return toRoots(
    await firstRow<StateColumns>(
      runner,
      sql`select size, root_sha256, root_sm3 from ledger_state order by size desc limit 1`,
    ),
  )
}

/** The state with so many entries, if there was one. */
export async function stateOf(runner: SqlRunner, size: number): Promise<LedgerRoots | undefined> {
  return toRoots(
    await firstRow<StateColumns>(
      runner,
      sql`select size, root_sha256, root_sm3 from ledger_state where size = ${size}`,
    ),
  )
}

/** The checkpoint of a state has its place in the store: it is published. Once only. */
export async function insertCheckpoint(
  runner: SqlRunner,
  { size, notes, publishedAt }: Omit<PublishedCheckpoint, 'roots'>,
): Promise<void> {
  await run(
    runner,
    sql`insert into ledger_checkpoint (size, note_sha256, note_sm3, published_at)
        values (${size}, ${notes.sha256}, ${notes.sm3}, ${publishedAt}) on conflict (size) do nothing`,
  )
}

/** The newest published checkpoint; `undefined` while there is none. */
export function newestCheckpoint(runner: SqlRunner): Promise<PublishedCheckpoint | undefined> {
  return checkpointWhere(runner, sql`true`)
}

/** The published checkpoint of so many entries, if there is one. */
export function checkpointOf(runner: SqlRunner, size: number): Promise<PublishedCheckpoint | undefined> {
  return checkpointWhere(runner, sql`c.size = ${size}`)
}

async function checkpointWhere(runner: SqlRunner, condition: Sql): Promise<PublishedCheckpoint | undefined> {
  const row = await firstRow<StateColumns & CheckpointColumns>(
    runner,
    sql`select c.size, s.root_sha256, s.root_sm3, c.note_sha256, c.note_sm3, c.published_at
        from ledger_checkpoint c join ledger_state s on s.size = c.size where ${condition} order by c.size desc limit 1`,
  )
  if (row === undefined) return undefined
  return {
    size: Number(row.size),
    roots: { sha256: row.root_sha256, sm3: row.root_sm3 },
    notes: { sha256: row.note_sha256, sm3: row.note_sm3 },
    publishedAt: row.published_at,
  }
}

/** Sizes of the published checkpoints beyond `size`. */
export async function checkpointSizesAfter(runner: SqlRunner, size: number, limit: number): Promise<number[]> {
  const found = await rows<{ size: string }>(
    runner,
    sql`select size from ledger_checkpoint where size > ${size} order by size limit ${limit}`,
  )
  return found.map((row) => Number(row.size))
}

/** Entries that the trees had at an instant. */
export async function sizeAt(runner: SqlRunner, at: Date): Promise<number> {
  const found = await firstRow<{ size: string | null }>(
    runner,
    sql`select max(size) as size from ledger_state where committed_at <= ${at}`,
  )
  return Number(found?.size ?? 0)
}

/** Number of tiles, from the first on, whose partial predecessors are gone. */
export async function sweptTiles(runner: SqlRunner): Promise<number> {
  const found = await firstRow<{ tiles: string }>(runner, sql`select tiles from ledger_sweep`)
  return Number(found?.tiles ?? 0)
}

/** The partial predecessors of so many tiles are gone. */
export async function setSweptTiles(runner: SqlRunner, tiles: number): Promise<void> {
  await run(runner, sql`update ledger_sweep set tiles = ${tiles}`)
}

function toRoots(row: StateColumns | undefined): LedgerRoots | undefined {
  return row && { size: Number(row.size), sha256: row.root_sha256, sm3: row.root_sm3 }
}

type StateColumns = { size: string; root_sha256: string; root_sm3: string }
type CheckpointColumns = { note_sha256: string; note_sm3: string; published_at: Date }
