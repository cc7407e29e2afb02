import { Buffer } from 'node:buffer'
import { demandOfEvidence } from '#archive-schema/evidence/demand.ts'
import { mediaRules } from './media-rules.ts'
import { mediumNames } from './medium-layout.ts'

/** A row of 目录文件.txt: one 件 on the medium (columns of DA/T 94-2022 表F.1). */
export type CatalogueRow = {
  /** 档号. */
  readonly archivalCode: string
  /** 文件号: the 电子文件号. */
  readonly number: string
  /** 题名. */
  readonly title: string
  /** 形成日期 `YYYY-MM-DD`. */
  readonly formedOn: string
  /** 保管期限: 永久, 30年, 10年. */
  readonly retention: string
  /** 电子文件名: folder of the 件 on the medium. */
  readonly folder: string
  /** 数量: number of its files. */
  readonly files: number
  /** 备注. */
  readonly remark: string
}

const columns = Object.values(mediaRules.columns)

/** Bytes of 目录文件.txt: UTF-8, a row a line, columns parted by tabs. Tabs and line ends in a title become blanks. */
export function formatCatalogue(rows: readonly CatalogueRow[]): Uint8Array {
  const lines = rows.map((row, i) =>
    [
      `${i + 1}`,
      row.archivalCode,
      row.number,
      row.title,
      row.formedOn,
      row.retention,
      row.folder,
      `${row.files}`,
      row.remark,
    ]
      .map((cell) => cell.replaceAll(/[\t\r\n]+/g, ' '))
      .join('\t'),
  )
  return Buffer.from([columns.join('\t'), ...lines, ''].join('\n'))
}

/** Reads what `formatCatalogue` writes. Throws `EVIDENCE_INVALID`. */
export function parseCatalogue(bytes: Uint8Array): CatalogueRow[] {
  const demand = (condition: boolean, found: string) => demandOfEvidence(condition, mediumNames.catalogue, found)
  const text = Buffer.from(bytes).toString('utf8')
  demand(Buffer.from(text).equals(bytes), 'it is not UTF-8')
  const [head, ...lines] = text.split('\n')
  demand(head === columns.join('\t'), 'its first line does not name the columns')
  demand(lines.pop() === '', 'the last line does not end with LF')
  return lines.map((line, i) => {
    const [at, archivalCode, number, title, formedOn, retention, folder, files, remark, ...more] = line.split('\t')
    demand(at === `${i + 1}` && remark !== undefined && more.length === 0, `row ${i + 1} has not its columns`)
    demand(/^(0|[1-9]\d*)$/.test(files ?? ''), `row ${i + 1} has no number of files`)
    return {
      ...{ archivalCode: archivalCode ?? '', number: number ?? '', title: title ?? '', formedOn: formedOn ?? '' },
      ...{ retention: retention ?? '', folder: folder ?? '', files: Number(files), remark: remark ?? '' },
    }
  })
}
