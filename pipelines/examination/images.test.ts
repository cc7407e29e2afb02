import { test as property } from '@fast-check/vitest'
import fc from 'fast-check'
import sharp, { type Sharp } from 'sharp'
import { expect, test } from 'vitest'
import { examine, verdict } from './content-trial.ts'
import { jp2File } from './jp2-trial.ts'

const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const
const picture = () => sharp({ create: { width: 97, height: 61, channels: 3, background: '#a33', noise } })
const page = (of: Sharp) => of.toColourspace('srgb').toBuffer()
const jpeg = await page(picture().jpeg())
const progressive = await page(picture().jpeg({ progressive: true }))
/** The image with a segment inserted behind SOI. */
const withSegment = (code: string, content: Buffer) =>
  Buffer.concat([jpeg.subarray(0, 2), Buffer.from(code, 'hex'), uint16(content.length + 2), content, jpeg.subarray(2)])
const withThumbnail = withSegment('ffe1', Buffer.concat([Buffer.from('Exif\0\0'), jpeg]))
const png = await page(picture().png())
const tiff = await page(picture().tiff({ compression: 'none' }))
const tiled = await page(picture().tiff({ compression: 'deflate', tile: true, tileWidth: 32, tileHeight: 32 }))
const pyramid = await page(
  picture().tiff({ compression: 'lzw', tile: true, tileWidth: 16, tileHeight: 16, pyramid: true }),
)
const big = await page(picture().tiff({ compression: 'none', bigtiff: true }))
const bilevel = await picture()
  .threshold(128)
  .toColourspace('b-w')
  .tiff({ compression: 'ccittfax4', bitdepth: 1 })
  .toBuffer()

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}

test.for([
  ['a.jpg', jpeg, 'jpeg'],
  ['a.jpeg', progressive, 'jpeg'],
  ['b.JPG', withThumbnail, 'jpeg'],
  ['a.png', png, 'png'],
  ['a.tif', tiff, 'tiff'],
  ['b.tiff', tiled, 'tiff'],
  ['c.tif', pyramid, 'tiff'],
  ['d.tif', bilevel, 'tiff'],
  ['e.tif', big, 'bigtiff'],
  ['a.jp2', jp2File(), 'jp2'],
] as const)('accepts %s', async ([name, content, id]) => {
  expect(await verdict(name, content)).toBe(id)
})

test('tells the version of JFIF', async () => {
  const jfif = withSegment('ffe0', Buffer.from('JFIF\0\u0001\u0002\0\0\u0001\0\u0001\0\0'))
  expect(await examine('a.jpg', jfif)).toMatchObject({ version: '1.02', pronom: 'fmt/44' })
})

const whole = [
  ['a.jpg', jpeg],
  ['b.jpg', progressive],
  ['c.jpg', withThumbnail],
  ['a.png', png],
  ['a.tif', tiff],
  ['b.tif', tiled],
  ['c.tif', pyramid],
  ['d.tif', bilevel],
  ['e.tif', big],
  ['a.jp2', jp2File()],
] as const

property.prop([fc.constantFrom(...whole), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })], {
  numRuns: 300,
})('refuses every image that is cut off', async ([name, content], part) => {
  expect(await verdict(name, content.subarray(0, Math.floor(content.length * part)))).toMatch(/^FORMATS_/)
})

property.prop([fc.nat(), fc.integer({ min: 1, max: 255 })], { numRuns: 200 })(
  'sees every changed byte of a PNG',
  async (at, change) => {
    const harmed = Buffer.from(png)
    const place = at % png.length
    harmed.writeUInt8(harmed.readUInt8(place) ^ change, place)
    expect(await verdict('a.png', harmed)).toMatch(/^FORMATS_/)
  },
)

test('lets a camera append what it likes, but no program and no archive', async () => {
  expect(await verdict('a.jpg', Buffer.concat([jpeg, jpeg]))).toBe('jpeg')
  expect(await verdict('a.jpg', Buffer.concat([jpeg, Buffer.alloc(100)]))).toBe('jpeg')
  expect(await verdict('a.jpg', Buffer.concat([jpeg, Buffer.from('MZ\0\0')]))).toBe('FORMATS_EXECUTABLE')
  expect(await verdict('a.png', Buffer.concat([png, Buffer.from('PK\u0003\u0004')]))).toBe('FORMATS_MISMATCH')
})

test.for([
  ['a JPEG without a frame', 'a.jpg', Buffer.from('ffd8ffe000040000ffd9', 'hex')],
  ['a JPEG with a segment of no length', 'a.jpg', Buffer.from('ffd8ffe00001ffd9', 'hex')],
  ['a PNG without image data', 'a.png', Buffer.concat([png.subarray(0, 33), png.subarray(-12)])],
  ['a PNG that does not begin with its header', 'a.png', Buffer.concat([png.subarray(0, 8), png.subarray(-12)])],
  ['a TIFF without pages', 'a.tif', Buffer.from('49492a0000000000', 'hex')],
  [
    'a TIFF page without image data',
    'a.tif',
    Buffer.from('49492a00080000000100000103000100000001000000' + '00000000', 'hex'),
  ],
  ['a JPEG 2000 codestream that does not end', 'a.jp2', jp2File({ codestream: 'ff4fff510000' })],
  ['a JPEG 2000 without a codestream', 'a.jp2', jp2File().subarray(0, 33)],
] as const)('refuses %s', async ([, name, content]) => {
  expect(await verdict(name, content)).toBe('FORMATS_DAMAGED')
})

test('refuses TIFF pages that go round in a circle', async () => {
  const directory = tiff.readUInt32LE(4)
  const next = directory + 2 + tiff.readUInt16LE(directory) * 12
  const circle = Buffer.from(tiff)
  circle.writeUInt32LE(directory, next)
  await expect(examine('a.tif', circle)).rejects.toMatchObject({ code: 'FORMATS_DAMAGED', message: /comes twice/ })
})

test.for(['GIF89a', 'BM\0\0\0\0', 'RIFF\0\0\0\0WEBP'])('returns %j for conversion [FMT-03]', async (head) => {
  const extension = { G: 'gif', B: 'bmp', R: 'webp' }[head[0] ?? '']
  expect(await verdict(`a.${extension}`, head)).toBe('FORMATS_UNKNOWN')
})
