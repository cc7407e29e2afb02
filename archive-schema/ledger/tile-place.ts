import { demandOfEvidence } from '#archive-schema/evidence/demand.ts'

/** Hashes of a full tile, entries of a full bundle (C2SP tlog-tiles). */
export const fullWidth = 256

/** Where a tile stands: `level` counts tiles of height 8 from the leaves; `entries` are the bundles of the entries themselves. */
export type TilePlace = {
  readonly level: number | 'entries'
  readonly index: number
  /** 1 to 256; below 256: a partial tile at the right edge. */
  readonly width: number
}

const form = /^tile\/(entries|0|[1-9][0-9]?)\/((?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/

/** Path of a tile below the prefix of its tree (C2SP tlog-tiles): `tile/1/x001/x234/067.p/12`. */
export function formatTilePath({ level, index, width }: TilePlace): string {
  const digits = String(index)
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/.{3}/g) ?? []
  const path = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/')
  return `tile/${level}/${path}${width === fullWidth ? '' : `.p/${width}`}`
}

/** Reads a path if it is exactly what `formatTilePath` writes. Throws `EVIDENCE_INVALID`. */
export function parseTilePath(path: string): TilePlace {
  const [, level, groups, width] = form.exec(path) ?? []
  demandOfEvidence(level !== undefined && groups !== undefined, path, 'it is no path of a tile')
  const place = {
    level: level === 'entries' ? level : Number(level),
    index: Number(groups.replaceAll(/[x/]/g, '')),
    width: width === undefined ? fullWidth : Number(width),
  } as const
  const isLevel = level === 'entries' || Number(level) <= 63
  const isPossible = isLevel && Number.isSafeInteger(place.index) && place.width <= fullWidth
  demandOfEvidence(isPossible && formatTilePath(place) === path, path, 'it is not written in the one allowed way')
  return place
}

/** The tile at a place in a tree of `size` entries, as wide as it is there; `undefined` where the tree does not reach. */
export function tileIn(size: number, level: TilePlace['level'], index: number): TilePlace | undefined {
  const hashes = Math.floor(size / fullWidth ** (level === 'entries' ? 0 : level))
  const width = Math.min(fullWidth, hashes - index * fullWidth)
  return width > 0 ? { level, index, width } : undefined
}

/** The partial tiles of a tree of `size` entries, from the leaves upward. */
export function partialTiles(size: number): TilePlace[] {
  const places: TilePlace[] = []
  for (let [level, hashes] = [0, size]; hashes > 0; level += 1, hashes = Math.floor(hashes / fullWidth)) {
    const width = hashes % fullWidth
    if (width > 0) places.push({ level, index: Math.floor(hashes / fullWidth), width })
  }
  return places
}
