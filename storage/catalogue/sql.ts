import type { QueryConfig, QueryResultRow } from 'pg'
import { codedIfGone } from './database-gone.ts'

/** A statement whose values are bound, never spliced into its text. */
export class Sql {
  readonly parts: readonly string[]
  readonly values: readonly unknown[]

  constructor(parts: readonly string[], values: readonly unknown[]) {
    this.parts = parts
    this.values = values
  }

  /** What `pg` wants: `client.query(statement.query)`. */
  get query(): QueryConfig {
    return { text: this.parts.reduce((text, part, i) => `${text}$${i}${part}`), values: [...this.values] }
  }
}

/** `sql`select * from record where fonds = ${fonds} and ${open}``: values are bound, fragments are joined. */
export function sql(strings: TemplateStringsArray, ...args: unknown[]): Sql {
  return args.reduce<Sql>(
    (left, arg, i) => {
      const right = strings[i + 1] ?? ''
      return arg instanceof Sql ? join(join(left, arg), new Sql([right], [])) : join(left, new Sql(['', right], [arg]))
    },
    new Sql([strings[0] ?? ''], []),
  )
}

/** All conditions together; true when there is none. */
export function all(conditions: readonly Sql[]): Sql {
  return conditions.reduce((left, right) => sql`${left} and ${right}`, sql`true`)
}

/** Whatever can run a statement: a pool, or the client of a transaction. */
export interface SqlRunner {
  query<Row extends QueryResultRow>(config: QueryConfig): Promise<{ rows: Row[]; rowCount: number | null }>
}

/** Rows of a statement. Callers parse them before use. Throws `DATABASE_UNAVAILABLE` when the connection is lost. */
export async function rows<Row extends QueryResultRow>(runner: SqlRunner, statement: Sql): Promise<Row[]> {
  try {
    return (await runner.query<Row>(statement.query)).rows
  } catch (error) {
    throw codedIfGone(error)
  }
}

/** Runs a statement that yields no rows. Throws `DATABASE_UNAVAILABLE` when the connection is lost. */
export async function run(runner: SqlRunner, statement: Sql): Promise<void> {
  await rows(runner, statement)
}

/** The only row of a statement, or `undefined`. */
export async function firstRow<Row extends QueryResultRow>(
  runner: SqlRunner,
  statement: Sql,
): Promise<Row | undefined> {
  return (await rows<Row>(runner, statement))[0]
}

function join(left: Sql, right: Sql): Sql {
  const seam = `${left.parts.at(-1) ?? ''}${right.parts[0] ?? ''}`
  return new Sql([...left.parts.slice(0, -1), seam, ...right.parts.slice(1)], [...left.values, ...right.values])
}
