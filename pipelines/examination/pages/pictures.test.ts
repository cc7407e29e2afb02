import sharp from 'sharp'
import { expect, test } from 'vitest'
import { bytesReader } from '#archive-schema/content-reader.ts'
import { defaultContentLimits } from '../content-limits.ts'
import { greyHeader, isoBox, jp2File } from '../jp2-trial.ts'
import { readPageFacts } from './read-page-facts.ts'

const facts = (format: string, content: Uint8Array) =>
  readPageFacts({ file: `a.${format}`, reader: bytesReader(content), format, wantPictures: true }, defaultContentLimits)

const picture = (channels: 3 | 1 = 3) => {
  const colour = sharp({ create: { width: 97, height: 61, channels: 3, background: '#a33' } })
  return channels === 3 ? colour.toColourspace('srgb') : colour.greyscale().toColourspace('b-w')
}

const withDensity = (density: number) => picture().withMetadata({ density })

test.for([
  ['jpeg', 200],
  ['tiff', 150],
  ['png', 300],
] as const)('reads of a %s of %d dpi what sharp wrote', async ([format, density]) => {
  const content = await withDensity(density).toFormat(format).toBuffer()
  const { width, height } = await sharp(content).metadata()
  expect((await facts(format, content)).pictures).toEqual([{ width, height, dpi: density, colour: '彩色' }])
})

test.for(['jpeg', 'tiff', 'png'] as const)('tells a grey %s', async (format) => {
  expect((await facts(format, await picture(1).toFormat(format).toBuffer())).pictures[0]?.colour).toBe('灰度')
})

/** The segments of a JPEG with another one before them; sharp writes none that states a density. */
async function withSegment(code: string, body: Buffer): Promise<Buffer> {
  const jpeg = await picture().jpeg().toBuffer()
  const length = Buffer.alloc(2)
  length.writeUInt16BE(body.length + 2)
  return Buffer.concat([jpeg.subarray(0, 2), Buffer.from(code, 'hex'), length, body, jpeg.subarray(2)])
}

function jfif(unit: number, x: number, y: number): Buffer {
  const body = Buffer.from('JFIF\0\x01\x02\0\0\0\0\0\0\0', 'latin1')
  body[7] = unit
  body.writeUInt16BE(x, 8)
  body.writeUInt16BE(y, 10)
  return body
}

test('a picture that states no resolution has none', async () => {
  expect((await facts('jpeg', await picture().jpeg().toBuffer())).pictures).toEqual([
    { width: 97, height: 61, colour: '彩色' },
  ])
})

test.for([
  [1, 300, 150, 150],
  [2, 79, 118, 201],
  [0, 300, 300, undefined],
  [1, 0, 0, undefined],
] as const)('reads from JFIF, in unit %d, %d and %d dots as %s dpi', async ([unit, x, y, dpi]) => {
  expect((await facts('jpeg', await withSegment('ffe0', jfif(unit, x, y)))).pictures[0]?.dpi).toBe(dpi)
})

/** Exif with XResolution, YResolution and their unit, in a little-endian TIFF. */
function exif(density: number, unit: number): Buffer {
  const body = Buffer.alloc(6 + 8 + 2 + 3 * 12 + 4 + 16)
  body.write('Exif\0\0', 'latin1')
  const tiff = body.subarray(6)
  tiff.write('II*\0\b\0\0\0', 'latin1')
  tiff.writeUInt16LE(3, 8)
  const field = (index: number, tag: number, type: number, value: number) => {
    const at = 10 + index * 12
    tiff.writeUInt16LE(tag, at)
    tiff.writeUInt16LE(type, at + 2)
    tiff.writeUInt32LE(1, at + 4)
    tiff.writeUInt32LE(value, at + 8)
  }
  field(0, 282, 5, 50)
  field(1, 283, 5, 58)
  field(2, 296, 3, unit)
  for (const at of [50, 58]) {
    tiff.writeUInt32LE(density * 10, at)
    tiff.writeUInt32LE(10, at + 4)
  }
  return body
}

test.for([
  [200, 2, 200],
  [118, 3, 300],
  [200, 1, undefined],
] as const)('reads from Exif %d dots of unit %d as %s dpi', async ([density, unit, dpi]) => {
  const content = await withSegment('ffe1', exif(density, unit))
  expect((await facts('jpeg', content)).pictures[0]?.dpi).toBe(dpi)
})

test.for([
  ['', undefined],
  // 7874/1 and 7874/1 dots a metre, powers 0 and 0.
  [isoBox('resd', '1ec200011ec200010000'), 200],
  // 11811/100 with power 2, 11811/1 with power 0.
  [isoBox('resc', '2e2300642e2300010200'), 300],
] as const)('reads the resolution box %s of a JPEG 2000 as %s dpi', async ([inner, dpi]) => {
  const { pictures } = await facts('jp2', jp2File({ header: greyHeader + (inner === '' ? '' : isoBox('res ', inner)) }))
  expect(pictures).toEqual([{ width: 512, height: 256, colour: '灰度', ...(dpi === undefined ? {} : { dpi }) }])
})

test('counts the pages of a TIFF, and not its smaller copies', async () => {
  const pages = Buffer.concat([await picture(1).raw().toBuffer(), await picture(1).raw().toBuffer()])
  const two = await sharp(pages, { raw: { width: 97, height: 122, channels: 1, pageHeight: 61 } })
    .tiff({ compression: 'none' })
    .toBuffer()
  expect(await facts('tiff', two)).toMatchObject({ pages: 2, pictures: [{ height: 61 }, { height: 61 }] })
  const pyramid = await picture()
    .resize(700, 500)
    .tiff({ tile: true, tileWidth: 32, tileHeight: 32, pyramid: true })
    .toBuffer()
  expect((await sharp(pyramid).metadata()).pages).toBeGreaterThan(1)
  expect(await facts('tiff', pyramid)).toMatchObject({ pages: 1 })
})

test('tells a bilevel TIFF', async () => {
  const content = await picture(1).threshold(128).tiff({ compression: 'ccittfax4', bitdepth: 1 }).toBuffer()
  expect((await facts('tiff', content)).pictures[0]?.colour).toBe('黑白')
})

test('of a format without pages nothing is told', async () => {
  expect(await facts('wav', Buffer.from('RIFF'))).toEqual({ pictures: [] })
})
