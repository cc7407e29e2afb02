import sharp from 'sharp'
import { expect, test } from 'vitest'
import { countPages, decodePicture, MOST_PIXELS, measurePicture, recognitionScale } from './decode-image.ts'

/** Black on the left, white on the right, 40 × 20 pixels. */
function halves() {
  const right = { create: { width: 20, height: 20, channels: 3 as const, background: 'white' } }
  return sharp({ create: { width: 40, height: 20, channels: 3, background: 'black' } })
    .composite([{ input: right, left: 20, top: 0 }])
    .withMetadata({ density: 300 })
}

test('a picture marked as lying on its side is measured and decoded upright', async () => {
  const bytes = await halves().withMetadata({ orientation: 6, density: 300 }).jpeg({ quality: 100 }).toBuffer()
  expect(await measurePicture(bytes, 0)).toEqual({ width: 20, height: 40, density: 300 })
  const upright = await decodePicture(bytes, 0, { width: 20, height: 40, dpi: 300 })
  expect([upright.pixels[0], upright.pixels.at(-1)]).toEqual([0, 255])
})

test('every page of a TIFF is decoded by itself', async () => {
  const pages = Buffer.concat([Buffer.alloc(300, 0), Buffer.alloc(300, 255)])
  const bytes = await sharp(pages, { raw: { width: 10, height: 20, channels: 3, pageHeight: 10 } })
    .tiff()
    .toBuffer()
  expect(await countPages(bytes)).toBe(2)
  const second = await decodePicture(bytes, 1, { width: 10, height: 10, dpi: 200 })
  expect(second.pixels.every((level) => level === 255)).toBe(true)
})

test('a transparent picture lies on white paper', async () => {
  const bytes = await sharp({ create: { width: 4, height: 4, channels: 4, background: '#00000000' } })
    .png()
    .toBuffer()
  const { pixels } = await decodePicture(bytes, 0, { width: 4, height: 4, dpi: 200 })
  expect(new Set(pixels)).toEqual(new Set([255]))
})

test('bytes that are no picture are rejected', async () => {
  await expect(countPages(Buffer.from('not a picture'))).rejects.toThrow('unsupported image format')
})

test('a truncated picture is rejected', async () => {
  const bytes = await halves().jpeg().toBuffer()
  const cut = bytes.subarray(0, bytes.length - 100)
  await expect(decodePicture(cut, 0, { width: 40, height: 20, dpi: 300 })).rejects.toThrow()
})

test('a scan of 300 dpi is scaled to 200, one of 200 is left alone', () => {
  expect(recognitionScale({ width: 2480, height: 3508, dpi: 300 })).toBeCloseTo(2 / 3)
  expect(recognitionScale({ width: 1654, height: 2339, dpi: 200 })).toBe(1)
})

test('a sheet of A0 is scaled to what fits into memory', () => {
  const scale = recognitionScale({ width: 9933, height: 14043, dpi: 300 })
  expect(9933 * scale * 14043 * scale).toBeLessThanOrEqual(MOST_PIXELS * 1.001)
})
