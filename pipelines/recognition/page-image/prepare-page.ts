import { flattenBackground } from './background.ts'
import { isBilevel, smoothStairs } from './bilevel.ts'
import { blanked, type Crop, crop } from './crop.ts'
import { findLetterheads } from './letterheads.ts'
import { stretchLevels } from './levels.ts'
import type { Area, GreyImage, PageImage } from './page-image.ts'
import { redInkOnly, redInkShare, withoutRedInk } from './red-ink.ts'
import { measureSkew } from './skew.ts'
import { findTables, type Table } from './tables.ts'
import { type Turn, turned, turnUpright } from './turn.ts'

/** 识别区域 (a part of the page that is recognised by itself), as a picture with a margin of paper. */
export type Region = Crop & {
  /** `page` is what remains of the page when tables are taken out; cells belong to the table of number `table`. */
  readonly kind: 'page' | 'letterhead' | 'cell'
  readonly table?: number
}

/** A page made ready for recognition. Places are pixels of the upright picture; `turn` leads back. */
export type PreparedPage = {
  readonly regions: readonly Region[]
  readonly dpi: number
  readonly turn: Turn
}

/** A page with less red than this has no letterhead. */
const LEAST_RED = 0.0006

/**
 * 图像预处理 (makes a page ready for recognition): takes away red ink, shadow and skew, and cuts out letterheads and
 * the cells of ruled tables. It works on a copy for the recogniser; the page in the archive stays as it was scanned
 * (DA/T 31-2017, 10.4).
 */
export function preparePage(image: PageImage): PreparedPage {
  const { dpi } = image
  const clean = cleanPrint(image)
  const turn = turnUpright(image, measureSkew(clean))
  const upright = turned(clean, turn)
  const tables = findTables(upright, dpi)
  const regions = [
    ...letterheadRegions(image, turn),
    pageRegion(upright, tables, dpi),
    ...tables.flatMap((table, index) => cellRegions(upright, table, index, dpi)),
  ]
  return { regions, dpi, turn }
}

/** Black print on white paper, whatever the scan was like. */
function cleanPrint(image: PageImage): GreyImage {
  const print = withoutRedInk(image)
  const smooth = isBilevel(print) ? smoothStairs(print) : print
  return stretchLevels(flattenBackground(smooth, image.dpi / 6))
}

function letterheadRegions(image: PageImage, turn: Turn): Region[] {
  if (redInkShare(image) < LEAST_RED) return []
  const red = turned(redInkOnly(image), turn)
  return findLetterheads(red, image.dpi).map((area) => ({
    kind: 'letterhead',
    ...crop(red, grown(area, 8), 20),
  }))
}

function pageRegion(upright: GreyImage, tables: readonly Table[], dpi: number): Region {
  const rules = dpi / 45
  const withoutTables = blanked(
    upright,
    tables.map((table) => grown(table.area, rules)),
  )
  return { kind: 'page', image: withoutTables, left: 0, top: 0 }
}

/** The cells of a table that hold print, without the rules around them. */
function cellRegions(upright: GreyImage, table: Table, index: number, dpi: number): Region[] {
  const rules = Math.max(3, Math.round(dpi / 45))
  return table.cells
    .map((cell) => crop(upright, grown(cell, -rules), Math.round(dpi / 25)))
    .filter((cell) => inkPixels(cell.image) >= dpi * 0.12)
    .map((cell) => ({ kind: 'cell', table: index, ...cell }))
}

function inkPixels(image: GreyImage): number {
  let ink = 0
  for (const level of image.pixels) if (level < 120) ink++
  return ink
}

function grown(area: Area, by: number): Area {
  return { left: area.left - by, top: area.top - by, right: area.right + by, bottom: area.bottom + by }
}
