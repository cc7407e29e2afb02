import { rows, type SqlRunner, sql } from '#storage/catalogue/sql.ts'

/** Columns of a table: those with a number of the database's own are never set anew. */
export type TableColumn = { readonly name: string; readonly isIdentity: boolean }

export function columnsOf(runner: SqlRunner, table: string): Promise<TableColumn[]> {
  return rows<TableColumn>(
    runner,
    sql`select attname as name, attidentity <> '' as "isIdentity" from pg_attribute
        where attrelid = ${table}::regclass and attnum > 0 and not attisdropped order by attnum`,
  )
}

/** A foreign key: columns of a table, and those of the other table that they refer to. */
export type Reference = {
  readonly parent: string
  readonly columns: readonly string[]
  readonly parentColumns: readonly string[]
}

/** The foreign keys of a table into other tables. */
export function referencesOf(runner: SqlRunner, table: string): Promise<Reference[]> {
  return rows<Reference>(
    runner,
    sql`select c.confrelid::regclass::text as parent,
          array(select a.attname::text from unnest(c.conkey) with ordinality k (attnum, place)
                join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.attnum order by k.place) as columns,
          array(select a.attname::text from unnest(c.confkey) with ordinality k (attnum, place)
                join pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.attnum order by k.place) as "parentColumns"
        from pg_constraint c where c.contype = 'f' and c.conrelid = ${table}::regclass and c.confrelid <> c.conrelid`,
  )
}
