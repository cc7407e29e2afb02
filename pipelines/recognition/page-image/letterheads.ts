import { inkAreas } from './ink-areas.ts'
import type { Area, GreyImage } from './page-image.ts'

/**
 * 红头 (red letterheads, and the red titles of certificates) on a picture of the red ink alone: broad, flat rows of
 * characters, not the square areas of seals and not rules or frames. From top to bottom.
 */
export function findLetterheads(redInk: GreyImage, dpi: number): Area[] {
  const pixelsPerMm = dpi / 25.4
  const areas = inkAreas(redInk, Math.max(4, Math.round(dpi / 16)), 160)
  const characters = areas.filter((area) => hasHeightOfPrint(area, pixelsPerMm))
  return joinedRows(characters).filter((row) => hasShapeOfLetterhead(row, pixelsPerMm))
}

function hasHeightOfPrint(area: Area, pixelsPerMm: number): boolean {
  const height = (area.bottom - area.top) / pixelsPerMm
  return height >= 4 && height <= 40
}

function hasShapeOfLetterhead(area: Area, pixelsPerMm: number): boolean {
  const width = area.right - area.left
  const height = area.bottom - area.top
  return width > 25 * pixelsPerMm && height >= 6 * pixelsPerMm && width / height > 3
}

/** Letterheads are printed with wide spaces: characters closer than one and a half of their height make one row. */
function joinedRows(areas: readonly Area[]): Area[] {
  const rows: Area[] = []
  for (const area of areas.toSorted((a, b) => a.left - b.left)) {
    const index = rows.findIndex((row) => follows(row, area))
    const row = rows[index]
    if (row === undefined) rows.push(area)
    else rows[index] = around(row, area)
  }
  return rows.toSorted((a, b) => a.top - b.top)
}

function follows(row: Area, area: Area): boolean {
  const [one, other] = [row.bottom - row.top, area.bottom - area.top]
  const overlap = Math.min(row.bottom, area.bottom) - Math.max(row.top, area.top)
  const isLevel = overlap > Math.max(one, other) / 2
  return isLevel && area.left - row.right < Math.min(one, other) * 1.5
}

function around(one: Area, other: Area): Area {
  return {
    left: Math.min(one.left, other.left),
    top: Math.min(one.top, other.top),
    right: Math.max(one.right, other.right),
    bottom: Math.max(one.bottom, other.bottom),
  }
}
