import { expect, test } from 'vitest'
import { flattenBackground } from './background.ts'
import type { GreyImage } from './page-image.ts'

/** Paper that darkens from left to right, with a stroke of half its brightness every 16 pixels. */
function shadowed(width: number, height: number): GreyImage {
  const pixels = new Uint8Array(width * height)
  for (let i = 0; i < pixels.length; i++) {
    const level = 250 - ((i % width) / width) * 150
    pixels[i] = i % 16 === 0 ? level / 2 : level
  }
  return { pixels, width, height }
}

test('shadow is evened out: paper is white and ink as dark on the dark side as on the bright one', () => {
  const { pixels, width } = flattenBackground(shadowed(1600, 160), 32)
  const row = pixels.subarray(80 * width, 81 * width)
  const paper = [...row].filter((_, x) => x % 16 === 8)
  const ink = [...row].filter((_, x) => x % 16 === 0)
  expect(Math.min(...paper)).toBeGreaterThan(225)
  expect(Math.max(...ink) - Math.min(...ink)).toBeLessThan(25)
})

test('a page that is all black does not become paper', () => {
  const black = { pixels: new Uint8Array(64 * 64), width: 64, height: 64 }
  expect(Math.max(...flattenBackground(black, 16).pixels)).toBe(0)
})
