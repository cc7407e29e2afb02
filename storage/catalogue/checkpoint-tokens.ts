import { firstRow, rows, run, type SqlRunner, sql } from './sql.ts'

/** A token over a checkpoint, as it is registered. */
export type CheckpointToken = {
  /** Entries of the checkpoint. */
  readonly size: number
  /** Name of the authority in the configuration. */
  readonly authority: string
  /** SHA-256 of its DER. */
  readonly sha256: string
  readonly stampedAt: Date
  /** When the first certificate of its chain ends. */
  readonly validUntil: Date
  /** Whether it is of the built-in authority. */
  readonly isTest: boolean
}

/** A checkpoint that waits for a token, and since when. */
export type UnstampedCheckpoint = { readonly size: number; readonly text: string; readonly since: Date }

/** Registers a token. The same again is no error. */
export async function insertToken(runner: SqlRunner, token: CheckpointToken): Promise<void> {
  const { size, authority, sha256, stampedAt, validUntil, isTest } = token
  await run(
    runner,
    sql`insert into checkpoint_token (size, authority, sha256, stamped_at, valid_until, is_test)
        values (${size}, ${authority}, ${sha256}, ${stampedAt}, ${validUntil}, ${isTest})
        on conflict (size, authority) do nothing`,
  )
}

/**
 * The newest checkpoint if an authority has not stamped it and it holds, beyond what that has stamped, an entry that is not of a
 * token: tokens alone ask for no token, or there would be no end. `since` is when the first such checkpoint was published.
 */
export async function unstampedCheckpoint(
  runner: SqlRunner,
  authority: string,
): Promise<UnstampedCheckpoint | undefined> {
  const found = await firstRow<{ size: string; note: string; since: Date }>(
    runner,
    sql`with stamped as (select coalesce(max(size), 0) as size from checkpoint_token where authority = ${authority}),
          asking as (select min(e.place) as place from ledger_entry e, stamped
                     where e.place >= stamped.size and e.type <> 'token')
        select c.size, c.note_sha256 as note,
            (select min(published_at) from ledger_checkpoint p where p.size > asking.place) as since
        from ledger_checkpoint c, asking where c.size > asking.place order by c.size desc limit 1`,
  )
  return found && { size: Number(found.size), text: textOf(found.note), since: found.since }
}

/** The tokens over a checkpoint, the earliest first. */
export async function tokensOf(runner: SqlRunner, size: number): Promise<CheckpointToken[]> {
  const found = await rows<TokenColumns>(
    runner,
    sql`select * from checkpoint_token where size = ${size} order by stamped_at, authority`,
  )
  return found.map(toToken)
}

/**
 * Entries of the checkpoint that proves the entry at a place best: the first that is stamped and that as many witnesses have cosigned
 * as `quorum` wants; then the first that is cosigned so; then the first that is stamped. `undefined` where there is none of them.
 */
export async function provingSize(runner: SqlRunner, place: number, quorum: number): Promise<number | undefined> {
  const found = await firstRow<{ size: string }>(
    runner,
    sql`with covering as (select size from ledger_checkpoint where size > ${place}),
          judged as (select c.size, exists (select 1 from checkpoint_token t where t.size = c.size) as stamped,
            (select count(*) from checkpoint_cosignature s where s.size = c.size) >= ${quorum} as witnessed from covering c)
        select size from judged where stamped or (witnessed and ${quorum} > 0)
        order by witnessed desc, stamped desc, size limit 1`,
  )
  return found && Number(found.size)
}

/** The token with the latest time; `undefined` while there is none. */
export async function latestToken(runner: SqlRunner): Promise<CheckpointToken | undefined> {
  const row = await firstRow<TokenColumns>(
    runner,
    sql`select * from checkpoint_token order by stamped_at desc, size desc limit 1`,
  )
  return row && toToken(row)
}

/** Every stamped checkpoint with the text that was stamped, in the order of the sizes. */
export async function stampedCheckpoints(
  runner: SqlRunner,
): Promise<readonly { readonly size: number; readonly text: string }[]> {
  const found = await rows<{ size: string; note: string }>(
    runner,
    sql`select c.size, c.note_sha256 as note from ledger_checkpoint c
        where exists (select 1 from checkpoint_token t where t.size = c.size) order by c.size`,
  )
  return found.map(({ size, note }) => ({ size: Number(size), text: textOf(note) }))
}

/** The stamped text of a note: all before its signature lines. */
function textOf(note: string): string {
  return note.slice(0, note.indexOf('\n\n') + 1)
}

type TokenColumns = {
  size: string
  authority: string
  sha256: string
  stamped_at: Date
  valid_until: Date
  is_test: boolean
}

function toToken(row: TokenColumns): CheckpointToken {
  return {
    size: Number(row.size),
    authority: row.authority,
    sha256: row.sha256,
    stampedAt: row.stamped_at,
    validUntil: row.valid_until,
    isTest: row.is_test,
  }
}
