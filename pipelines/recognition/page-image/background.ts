import { sample } from './grey.ts'
import type { GreyImage } from './page-image.ts'

/** Brightness of the paper, one value for every square tile of the page. */
type PaperMap = {
  readonly levels: Float32Array
  readonly columns: number
  readonly rows: number
  readonly tile: number
}

/** What paper becomes: a little below white, so that its grain is not cut off before the levels are set. */
const PAPER = 250

/**
 * Evens out shadow, yellowed paper and bleed-through: divides every pixel by the brightness of the paper around it.
 * `tile` is the side in pixels of the squares in which the paper is measured (about two characters).
 */
export function flattenBackground(image: GreyImage, tile: number): GreyImage {
  const paper = smoothed(brightest(measurePaper(image, Math.max(8, Math.round(tile)))))
  const { pixels, width, height } = image
  const flat = new Uint8Array(pixels.length)
  const row = new Float32Array(paper.columns)
  for (let y = 0; y < height; y++) {
    blendRows(paper, y, row)
    divideRow(pixels, flat, y * width, width, row, paper.tile)
  }
  return { pixels: flat, width, height }
}

/** In each tile the level that about a third of its pixels exceed: paper, unless the tile is full of ink. */
function measurePaper(image: GreyImage, tile: number): PaperMap {
  const { pixels, width, height } = image
  const columns = Math.ceil(width / tile)
  const rows = Math.ceil(height / tile)
  const levels = new Float32Array(columns * rows)
  const histogram = new Uint32Array(256)
  for (let index = 0; index < levels.length; index++) {
    const left = (index % columns) * tile
    const top = Math.floor(index / columns) * tile
    histogram.fill(0)
    let counted = 0
    for (let y = top; y < Math.min(height, top + tile); y += 2) {
      for (let x = left; x < Math.min(width, left + tile); x += 2) {
        const level = sample(pixels, y * width + x)
        histogram[level] = (histogram[level] ?? 0) + 1
        counted++
      }
    }
    levels[index] = levelFromTop(histogram, counted * 0.35)
  }
  return { levels, columns, rows, tile }
}

function levelFromTop(histogram: Uint32Array, count: number): number {
  let seen = 0
  for (let level = 255; level > 0; level--) {
    seen += histogram[level] ?? 0
    if (seen > count) return level
  }
  return 0
}

/** Takes the brightest of each tile and its neighbours: a tile full of ink learns its paper from next door. */
function brightest(paper: PaperMap): PaperMap {
  return overNeighbours(paper, (levels) => Math.max(...levels))
}

/** Never below 40: dividing by less would turn noise on a black page into print. */
function smoothed(paper: PaperMap): PaperMap {
  return overNeighbours(paper, (levels) => Math.max(40, levels.reduce((sum, level) => sum + level, 0) / levels.length))
}

function overNeighbours(paper: PaperMap, combine: (levels: readonly number[]) => number): PaperMap {
  const { levels, columns, rows } = paper
  const combined = new Float32Array(levels.length)
  for (let index = 0; index < levels.length; index++) {
    const column = index % columns
    const row = Math.floor(index / columns)
    const around: number[] = []
    for (let dy = -1; dy <= 1; dy++) {
      for (let dx = -1; dx <= 1; dx++) {
        const x = Math.min(columns - 1, Math.max(0, column + dx))
        const y = Math.min(rows - 1, Math.max(0, row + dy))
        around.push(levels[y * columns + x] ?? 255)
      }
    }
    combined[index] = combine(around)
  }
  return { ...paper, levels: combined }
}

/** Paper brightness along pixel row `y`, still one value per tile across. */
function blendRows(paper: PaperMap, y: number, into: Float32Array): void {
  const { levels, columns, rows, tile } = paper
  const place = Math.min(rows - 1, Math.max(0, (y + 0.5) / tile - 0.5))
  const upper = Math.floor(place)
  const lower = Math.min(rows - 1, upper + 1)
  const share = place - upper
  for (let column = 0; column < columns; column++) {
    const above = levels[upper * columns + column] ?? 255
    const below = levels[lower * columns + column] ?? 255
    into[column] = above * (1 - share) + below * share
  }
}

function divideRow(
  from: Uint8Array,
  to: Uint8Array,
  start: number,
  width: number,
  paper: Float32Array,
  tile: number,
): void {
  const last = paper.length - 1
  for (let x = 0; x < width; x++) {
    const place = Math.min(last, Math.max(0, (x + 0.5) / tile - 0.5))
    const left = Math.floor(place)
    const share = place - left
    const level = (paper[left] ?? 255) * (1 - share) + (paper[Math.min(last, left + 1)] ?? 255) * share
    to[start + x] = Math.min(255, (sample(from, start + x) * PAPER) / level)
  }
}
