import { expect, test } from 'vitest'
import { inkThreshold, stretchLevels } from './levels.ts'
import type { GreyImage } from './page-image.ts'

/** Nine parts of paper and one part of ink. */
function page(ink: number, paper: number): GreyImage {
  const pixels = Uint8Array.from({ length: 3000 }, (_, i) => (i % 10 === 0 ? ink : paper))
  return { pixels, width: 100, height: 30 }
}

test('the threshold lies between ink and paper', () => {
  expect(inkThreshold(page(40, 240))).toBeGreaterThanOrEqual(40)
  expect(inkThreshold(page(40, 240))).toBeLessThan(240)
})

test.for([
  ['strong', 40],
  ['faded', 170],
] as const)('%s ink becomes clearly dark, and paper white', ([, ink]) => {
  const { pixels } = stretchLevels(page(ink, 240))
  expect(pixels[0]).toBeLessThan(120)
  expect(pixels[1]).toBe(255)
})
