import type { Region } from '#pipelines/recognition/page-image/prepare-page.ts'
import { areLevel, intoRows } from '#pipelines/recognition/text/rows.ts'
import type { EngineLine } from './tesseract-worker.ts'

/** 文字块 (lines that are read one after the other): a paragraph, a letterhead or a table cell. */
export type TextBlock = {
  readonly kind: Region['kind']
  readonly table?: number
  /** Upper edge of the first line. */
  readonly top: number
  readonly lines: readonly EngineLine[]
}

/**
 * Puts the blocks of a page in reading order. The engine's own order of the paragraphs is kept (it knows columns),
 * unless the columns are the labels and values of a form; letterheads and whole tables go in before the first paragraph
 * that begins below their upper edge.
 */
export function arrangeBlocks(blocks: readonly TextBlock[]): TextBlock[] {
  const paragraphs = blocks.filter((block) => block.kind === 'page')
  const arranged = isForm(paragraphs) ? rowByRow(paragraphs) : paragraphs
  for (const unit of insertedUnits(blocks)) {
    const top = Math.min(...unit.map((block) => block.top))
    const below = arranged.findIndex((block) => block.kind === 'page' && block.top > top)
    arranged.splice(below === -1 ? arranged.length : below, 0, ...unit)
  }
  return arranged
}

const LONGEST_LABEL = 8
const FEWEST_LABELS = 3

/**
 * Whether the engine took the labels of a form (经营者名称, 住所 …) for a column of its own: several short lines have
 * their value level with them on the right, but not next in order. Lines of prose in columns are longer than labels.
 */
function isForm(paragraphs: readonly TextBlock[]): boolean {
  const lines = paragraphs.flatMap((paragraph) => paragraph.lines)
  const labels = lines.filter((line, index) => {
    const isShort = line.text.replaceAll(/\s/g, '').length <= LONGEST_LABEL
    return isShort && lines.some((value, place) => place !== index + 1 && isRightOf(value, line))
  })
  return labels.length >= FEWEST_LABELS
}

function isRightOf(one: EngineLine, other: EngineLine): boolean {
  return one.box.x0 >= other.box.x1 && areLevel(one, other)
}

function rowByRow(paragraphs: readonly TextBlock[]): TextBlock[] {
  const rows = intoRows(paragraphs.flatMap((paragraph) => paragraph.lines))
  return rows.map((lines) => ({ kind: 'page', top: Math.min(...lines.map((line) => line.box.y0)), lines }))
}

/** Letterheads one by one and tables with all their cells, from top to bottom. */
function insertedUnits(blocks: readonly TextBlock[]): (readonly TextBlock[])[] {
  const others = blocks.filter((block) => block.kind !== 'page')
  const letterheads = others.filter((block) => block.table === undefined).map((block) => [block])
  const tables = Map.groupBy(
    others.filter((block) => block.table !== undefined),
    (block) => block.table,
  )
  return [...letterheads, ...tables.values()].toSorted((a, b) => (a[0]?.top ?? 0) - (b[0]?.top ?? 0))
}
