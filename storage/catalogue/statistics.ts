import { firstRow, rows, type Sql, type SqlRunner, sql } from './sql.ts'

/** 统计口径 (by what records are counted). Of all but `format`, a record has one value. */
export const statisticDimensions = ['unit', 'item', 'year', 'retention', 'format', 'result'] as const
export type StatisticDimension = (typeof statisticDimensions)[number]

/** 数量 of archived records and what they hold. */
export type HoldingCounts = {
  /** 件. */
  readonly records: number
  /** 材料: standard names with content, in each record and class (by format: in each format too). */
  readonly materials: number
  /** 文件. */
  readonly documents: number
  /** 页, as the hand-over states them. */
  readonly pages: number
  /** Documents for which no number of pages was stated; nothing is guessed for them. */
  readonly documentsWithoutPages: number
  /** Bytes of the documents. */
  readonly bytes: number
}

/** The counts of one value of a dimension; `key` is its code where it has one, `name` what people call it. */
export type HoldingGroup = { readonly key: string; readonly name: string } & HoldingCounts

/** 收、存、退 (hand-overs by where they stand). `received` is the sum of all others; a repeat of the same one counts once. */
export type HandoverCounts = {
  readonly received: number
  readonly processing: number
  readonly archived: number
  readonly review: number
  readonly refused: number
}

/** What each record holds for each value of a dimension. A record counts once for every value that it has. */
function holdings(key: Sql, name: Sql): Sql {
  return sql`
    select r.number, ${key} as key, max(${name}) as name, count(distinct (d.class, d.material)) as materials,
      count(*) as documents, sum(d.pages) as pages, count(*) filter (where d.pages is null) as without_pages,
      sum(d.bytes) as bytes
    from record r join document d on d.number = r.number
    where r.preserved_at is not null
    group by r.number, key`
}

const counts = sql`
  count(*) as records, coalesce(sum(materials), 0) as materials, coalesce(sum(documents), 0) as documents,
  coalesce(sum(pages), 0) as pages, coalesce(sum(without_pages), 0) as documents_without_pages,
  coalesce(sum(bytes), 0) as bytes`

/** An 实施编码 begins with the credit code of its body; 全宗号 of two regions may be the same. */
const dimensions = {
  unit: { key: sql`left(r.item_code, 18)`, name: sql`r.unit` },
  item: { key: sql`r.item_code`, name: sql`r.item_name` },
  year: { key: sql`r.year`, name: sql`r.year` },
  retention: { key: sql`r.retention`, name: sql`r.retention` },
  format: { key: sql`d.format`, name: sql`d.media_type` },
  result: { key: sql`r.result`, name: sql`r.result` },
} as const satisfies Record<StatisticDimension, { readonly key: Sql; readonly name: Sql }>

/** All that is archived. */
export async function countHoldings(runner: SqlRunner): Promise<HoldingCounts> {
  const each = holdings(sql`''`, sql`''`)
  const row = await firstRow<CountColumns>(runner, sql`select ${counts} from (${each}) held`)
  if (row === undefined) throw new Error('an aggregate has one row')
  return toCounts(row)
}

/** All that is archived, value by value of one dimension. Of several names of one code, one is told. */
export async function countHoldingsBy(runner: SqlRunner, dimension: StatisticDimension): Promise<HoldingGroup[]> {
  const { key, name } = dimensions[dimension]
  const found = await rows<CountColumns & { key: string; name: string }>(
    runner,
    sql`select key, max(name) as name, ${counts} from (${holdings(key, name)}) held group by key order by key`,
  )
  return found.map((row) => ({ key: row.key, name: row.name, ...toCounts(row) }))
}

/** Every hand-over, by where it stands. */
export async function countHandovers(runner: SqlRunner): Promise<HandoverCounts> {
  const row = await firstRow<Record<'processing' | 'archived' | 'review' | 'refused', string>>(
    runner,
    sql`select count(*) filter (where state = 'processing') as processing,
               count(*) filter (where state = 'archived') as archived,
               count(*) filter (where state = 'review') as review,
               (select count(*) from refusal) as refused
        from case_file`,
  )
  if (row === undefined) throw new Error('an aggregate has one row')
  const processing = Number(row.processing)
  const archived = Number(row.archived)
  const review = Number(row.review)
  const refused = Number(row.refused)
  return { received: processing + archived + review + refused, processing, archived, review, refused }
}

type CountColumns = Record<
  'records' | 'materials' | 'documents' | 'pages' | 'documents_without_pages' | 'bytes',
  string
>

function toCounts(row: CountColumns): HoldingCounts {
  return {
    records: Number(row.records),
    materials: Number(row.materials),
    documents: Number(row.documents),
    pages: Number(row.pages),
    documentsWithoutPages: Number(row.documents_without_pages),
    bytes: Number(row.bytes),
  }
}
