import { DisjointSets } from './disjoint-sets.ts'
import { sample } from './grey.ts'
import type { Area, GreyImage } from './page-image.ts'

/** In a tile with less ink than this share there is only dust. */
const LEAST_SHARE = 0.03

/**
 * The areas of ink that hang together, measured in square tiles of `tile` pixels. Gaps of one tile across are bridged,
 * so that the characters of a line make one area.
 */
export function inkAreas(image: GreyImage, tile: number, threshold: number): Area[] {
  const columns = Math.ceil(image.width / tile)
  const rows = Math.ceil(image.height / tile)
  const ink = inkTiles(image, tile, threshold, columns, rows)
  const sets = new DisjointSets(ink.length)
  for (let index = 0; index < ink.length; index++) {
    if (ink[index] === 1) joinNeighbours(ink, sets, index, columns)
  }
  return sets
    .groups()
    .filter(([first]) => first !== undefined && ink[first] === 1)
    .map((tiles) => surrounding(tiles, columns, tile))
}

function inkTiles(image: GreyImage, tile: number, threshold: number, columns: number, rows: number): Uint8Array {
  const counts = new Uint32Array(columns * rows)
  for (let y = 0; y < image.height; y++) {
    const row = Math.floor(y / tile) * columns
    for (let x = 0; x < image.width; x++) {
      if (sample(image.pixels, y * image.width + x) >= threshold) continue
      const at = row + Math.floor(x / tile)
      counts[at] = (counts[at] ?? 0) + 1
    }
  }
  return Uint8Array.from(counts, (count) => (count > tile * tile * LEAST_SHARE ? 1 : 0))
}

/** Joins a tile with those already seen around it: two to the left, and five in the row above. */
function joinNeighbours(ink: Uint8Array, sets: DisjointSets, index: number, columns: number): void {
  const column = index % columns
  for (const [across, up] of [
    [-1, 0],
    [-2, 0],
    [-2, 1],
    [-1, 1],
    [0, 1],
    [1, 1],
    [2, 1],
  ] as const) {
    const inside = column + across >= 0 && column + across < columns
    const neighbour = index - up * columns + across
    if (inside && ink[neighbour] === 1) sets.join(index, neighbour)
  }
}

function surrounding(tiles: readonly number[], columns: number, tile: number): Area {
  const xs = tiles.map((index) => index % columns)
  const ys = tiles.map((index) => Math.floor(index / columns))
  const smallest = (values: readonly number[]) => values.reduce((least, value) => Math.min(least, value))
  const largest = (values: readonly number[]) => values.reduce((most, value) => Math.max(most, value))
  return {
    left: smallest(xs) * tile,
    top: smallest(ys) * tile,
    right: (largest(xs) + 1) * tile,
    bottom: (largest(ys) + 1) * tile,
  }
}
