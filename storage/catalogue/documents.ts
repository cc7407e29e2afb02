import type { Fixity } from '#archive-schema/fixity.ts'
import { firstRow, rows, run, type SqlRunner, sql } from './sql.ts'

/** 归档文件 (one document of a record) and where its bytes lie in the sealed package. */
export type DocumentEntry = {
  /** Number of the document in the record, from 1, in package order. */
  readonly document: number
  /** Path in the package below its root folder, e.g. `申报文件/0001_申请表.pdf`. */
  readonly path: string
  /** 标准名称 of the material. */
  readonly material: string
  /** 归档文件类别. */
  readonly class: string
  /** Path in the case folder as it was handed over. */
  readonly sourcePath: string
  readonly fixity: Fixity
  readonly format: string
  readonly mediaType: string
  /** 页数, as the hand-over states it; absent where it states none. */
  readonly pages?: number
  readonly dataOffset: number
}

export async function insertDocuments(
  runner: SqlRunner,
  number: string,
  documents: readonly DocumentEntry[],
): Promise<void> {
  const flat = documents.map(({ fixity, sourcePath, mediaType, dataOffset, ...rest }) => ({
    ...rest,
    ...fixity,
    source_path: sourcePath,
    media_type: mediaType,
    data_offset: dataOffset,
  }))
  await run(
    runner,
    sql`insert into document (number, document, path, material, class, source_path, bytes, sha256, sm3, format, media_type,
          pages, data_offset)
        select ${number}, d.document, d.path, d.material, d.class, d.source_path, d.bytes, d.sha256, d.sm3, d.format,
          d.media_type, d.pages, d.data_offset
        from jsonb_to_recordset(${JSON.stringify(flat)}) as d(document integer, path text, material text, class text,
          source_path text, bytes bigint, sha256 text, sm3 text, format text, media_type text, pages bigint,
          data_offset bigint)`,
  )
}

/** Every document of a record, in package order. */
export async function documentsOf(runner: SqlRunner, number: string): Promise<DocumentEntry[]> {
  const found = await rows<DocumentColumns>(
    runner,
    sql`select * from document where number = ${number} order by document`,
  )
  return found.map(toDocument)
}

export async function findDocument(
  runner: SqlRunner,
  number: string,
  document: number,
): Promise<DocumentEntry | undefined> {
  const row = await firstRow<DocumentColumns>(
    runner,
    sql`select * from document where number = ${number} and document = ${document}`,
  )
  return row === undefined ? undefined : toDocument(row)
}

type DocumentColumns = {
  document: number
  path: string
  material: string
  class: string
  source_path: string
  bytes: string
  sha256: string
  sm3: string
  format: string
  media_type: string
  pages: string | null
  data_offset: string
}

function toDocument(row: DocumentColumns): DocumentEntry {
  return {
    document: row.document,
    path: row.path,
    material: row.material,
    class: row.class,
    sourcePath: row.source_path,
    fixity: { bytes: Number(row.bytes), sha256: row.sha256, sm3: row.sm3 },
    format: row.format,
    mediaType: row.media_type,
    ...(row.pages === null ? {} : { pages: Number(row.pages) }),
    dataOffset: Number(row.data_offset),
  }
}
