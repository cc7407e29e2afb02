import { sample } from './grey.ts'
import type { GreyImage } from './page-image.ts'

/** From here on upwards everything is paper, once the background is flat. */
const PAPER_FROM = 225

/** The level that separates ink (at or below it) from paper best, by the method of Otsu. */
export function inkThreshold(image: GreyImage): number {
  const histogram = new Float64Array(256)
  for (let i = 0; i < image.pixels.length; i += 3) {
    const level = sample(image.pixels, i)
    histogram[level] = (histogram[level] ?? 0) + 1
  }
  let total = 0
  let sum = 0
  for (const [level, count] of histogram.entries()) {
    total += count
    sum += level * count
  }
  let best = { spread: 0, level: 127 }
  let below = 0
  let sumBelow = 0
  for (const [level, count] of histogram.entries()) {
    below += count
    sumBelow += level * count
    if (below === 0 || below === total) continue
    const distance = sumBelow / below - (sum - sumBelow) / (total - below)
    const spread = below * (total - below) * distance * distance
    if (spread > best.spread) best = { spread, level }
  }
  return best.level
}

/**
 * Stretches the levels so that ink is black and paper white. The black point follows the ink of this page: with a
 * fixed one faded print would vanish.
 */
export function stretchLevels(image: GreyImage): GreyImage {
  const threshold = inkThreshold(image)
  let ink = 0
  let count = 0
  for (let i = 0; i < image.pixels.length; i += 5) {
    const level = sample(image.pixels, i)
    if (level > threshold) continue
    ink += level
    count++
  }
  const mean = count === 0 ? 60 : ink / count
  const black = Math.max(35, Math.min(175, 0.75 * mean))
  return stretched(image, black, Math.max(black + 30, PAPER_FROM))
}

function stretched(image: GreyImage, black: number, white: number): GreyImage {
  const table = Uint8ClampedArray.from({ length: 256 }, (_, level) => ((level - black) * 255) / (white - black))
  const pixels = new Uint8Array(image.pixels.length)
  for (let i = 0; i < pixels.length; i++) pixels[i] = table[sample(image.pixels, i)] ?? 255
  return { ...image, pixels }
}
