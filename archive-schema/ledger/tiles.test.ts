import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatBundle, parseBundle } from './entry-bundle.ts'
import { GrowingTree } from './growing-tree.ts'
import { formatTile, HashTile, parseTile } from './hash-tile.ts'
import { formatTilePath, parseTilePath, partialTiles, type TilePlace, tileIn } from './tile-place.ts'
import { leafHash } from './tree-hash.ts'

const invalid = expect.objectContaining({ code: 'EVIDENCE_INVALID' })

test.for([
  ['tile/0/000', { level: 0, index: 0, width: 256 }],
  ['tile/1/x001/x234/067', { level: 1, index: 1_234_067, width: 256 }],
  ['tile/2/x001/000.p/1', { level: 2, index: 1_000, width: 1 }],
  ['tile/entries/999.p/255', { level: 'entries', index: 999, width: 255 }],
  ['tile/63/x009/x007/x199/x254/x740/991', { level: 63, index: 2 ** 53 - 1, width: 256 }],
] as const)('%s is the path of its place (C2SP tlog-tiles)', ([path, place]) => {
  expect(formatTilePath(place)).toBe(path)
  expect(parseTilePath(path)).toEqual(place)
})

test('parsing a path undoes formatting it', () => {
  const places: fc.Arbitrary<TilePlace> = fc.record({
    level: fc.oneof(fc.constant('entries' as const), fc.nat({ max: 63 })),
    index: fc.maxSafeNat(),
    width: fc.integer({ min: 1, max: 256 }),
  })
  fc.assert(
    fc.property(places, (place) => {
      expect(parseTilePath(formatTilePath(place))).toEqual(place)
    }),
  )
})

test.for([
  ...['tile/00/000', 'tile/64/000', 'tile/0/00', 'tile/0/0000', 'tile/0/x000/001', 'tile/0/001/002', 'tile/0/x001'],
  ...['tile/0/000.p/0', 'tile/0/000.p/01', 'tile/0/000.p/256', 'tile/0/000.p/257', 'tile/0/000.p', 'tile/0/000/'],
  ...['tile/0/../000', '/tile/0/000', 'tile/x/000', 'tile/0/000\n', 'tile/0/x009/x007/x199/x254/x740/992'],
])('refuses the path %j', (path) => {
  expect(() => parseTilePath(path)).toThrow(invalid)
})

test('a tree of 70,000 entries has the tiles that C2SP tlog-tiles counts', () => {
  const size = 70_000
  expect(partialTiles(size)).toEqual([
    { level: 0, index: 273, width: 112 },
    { level: 1, index: 1, width: 17 },
    { level: 2, index: 0, width: 1 },
  ])
  expect(tileIn(size, 0, 272)).toEqual({ level: 0, index: 272, width: 256 })
  expect(tileIn(size, 'entries', 273)).toEqual({ level: 'entries', index: 273, width: 112 })
  expect(tileIn(size, 1, 1)).toEqual({ level: 1, index: 1, width: 17 })
  expect(tileIn(size, 0, 274)).toBeUndefined()
  expect(tileIn(size, 3, 0)).toBeUndefined()
  expect(partialTiles(256)).toEqual([{ level: 1, index: 0, width: 1 }])
  expect(partialTiles(0)).toEqual([])
})

test('a tree that grows at once or in steps writes the same tiles, and can go on from its partial tiles', () => {
  const leaves = Array.from({ length: 66_000 }, (_, i) => leafHash('sha256', Buffer.from(`${i}`)))
  const whole = new GrowingTree('sha256', 0, [])
  for (const leaf of leaves) whole.append(leaf)
  const written = whole.takeTiles()
  expect(written.map(({ place }) => place).filter(({ width }) => width < 256)).toEqual(partialTiles(66_000))
  expect(written.filter(({ place }) => place.width === 256)).toHaveLength(257 + 1)
  expect(whole.takeTiles()).toEqual([])

  const tiles = new Map<string, Uint8Array>()
  let steps = new GrowingTree('sha256', 0, [])
  for (let at = 0; at < leaves.length; at += 13_000) {
    for (const leaf of leaves.slice(at, at + 13_000)) steps.append(leaf)
    for (const { place, bytes } of steps.takeTiles()) tiles.set(formatTilePath(place), bytes)
    steps = new GrowingTree('sha256', steps.size, edgeOf(steps.size, tiles))
  }
  expect(steps.root()).toEqual(whole.root())
  for (const { place, bytes } of written) expect(tiles.get(formatTilePath(place))).toEqual(bytes)
})

function edgeOf(size: number, tiles: ReadonlyMap<string, Uint8Array>): Uint8Array[][] {
  const edge: Uint8Array[][] = [[], [], []]
  for (const place of partialTiles(size))
    edge[Number(place.level)] = parseTile(tiles.get(formatTilePath(place)) ?? Buffer.of(), place)
  return edge
}

test('a tile that is not as long as its place says is refused, and a node that it does not have is an error', () => {
  const place = { level: 0, index: 0, width: 2 } as const
  const bytes = formatTile([Buffer.alloc(32, 1), Buffer.alloc(32, 2)])
  expect(parseTile(bytes, place)).toHaveLength(2)
  for (const wrong of [bytes.subarray(1), Buffer.concat([bytes, bytes]), Buffer.of()])
    expect(() => parseTile(wrong, place)).toThrow(invalid)
  expect(() => new HashTile('sha256', parseTile(bytes, place)).node({ level: 2, index: 0 })).toThrow(RangeError)
})

test('parsing a bundle undoes formatting it', () => {
  const entries = fc.array(fc.uint8Array({ maxLength: 255 }), { minLength: 1, maxLength: 256 })
  fc.assert(
    fc.property(entries, (given) => {
      const bytes = formatBundle(given)
      const read = parseBundle(bytes, { level: 'entries', index: 0, width: given.length })
      expect(read.map((entry) => new Uint8Array(entry))).toEqual(given.map((entry) => new Uint8Array(entry)))
    }),
    { numRuns: 50 },
  )
})

test('a bundle that was cut, lengthened or is of another width is refused', () => {
  const bytes = formatBundle([Buffer.from('one'), Buffer.from('two')])
  const place = { level: 'entries', index: 0, width: 2 } as const
  const wrong = [bytes.subarray(0, -1), Buffer.concat([bytes, Buffer.of(0)]), Buffer.concat([bytes, Buffer.of(0, 0)])]
  for (const each of wrong) expect(() => parseBundle(each, place)).toThrow(invalid)
  expect(() => parseBundle(bytes, { ...place, width: 1 })).toThrow(invalid)
  expect(() => parseBundle(formatBundle([Buffer.alloc(256)]), { ...place, width: 1 })).toThrow(invalid)
})
