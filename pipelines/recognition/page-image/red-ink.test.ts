import { expect, test } from 'vitest'
import { BLACK, fill, paper, RED } from './drawn-page.ts'
import type { PageImage } from './page-image.ts'
import { redInkOnly, redInkShare, withoutRedInk } from './red-ink.ts'

/** Four pixels: paper, black print, a red seal on paper, and black print under a red seal. */
function fourPixels(): PageImage {
  const page = paper(4, 1)
  fill(page, { left: 1, top: 0, right: 2, bottom: 1 }, BLACK)
  fill(page, { left: 2, top: 0, right: 3, bottom: 1 }, RED)
  fill(page, { left: 3, top: 0, right: 4, bottom: 1 }, [60, 16, 16])
  return page
}

test('a red seal becomes paper, and black print under it stays black', () => {
  const [plain, print, seal, printUnderSeal] = withoutRedInk(fourPixels()).pixels
  expect(plain).toBe(255)
  expect(print).toBe(20)
  expect(seal).toBe(255)
  expect(printUnderSeal).toBe(60)
})

test('only the red ink is left when red is asked for', () => {
  const [plain, print, seal] = redInkOnly(fourPixels()).pixels
  expect(plain).toBe(255)
  expect(print).toBe(255)
  expect(seal).toBeLessThan(10)
})

test('the share of red ink counts clearly red pixels', () => {
  expect(redInkShare(fourPixels())).toBe(0.25)
})

test('a grey page has no red ink', () => {
  const grey: PageImage = { pixels: Uint8Array.of(0, 128, 255, 7), width: 4, height: 1, channels: 1, dpi: 200 }
  expect(withoutRedInk(grey).pixels).toEqual(grey.pixels)
  expect(redInkOnly(grey).pixels).toEqual(Uint8Array.of(255, 255, 255, 255))
  expect(redInkShare(grey)).toBe(0)
})
