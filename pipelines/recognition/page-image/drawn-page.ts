import type { Area, GreyImage, PageImage } from './page-image.ts'

/** Pages drawn for tests. */

export const BLACK = [20, 20, 20] as const
export const RED = [200, 40, 40] as const
type Colour = readonly [number, number, number]

/** A page of white paper in colour, at 200 dpi. */
export function paper(width: number, height: number): PageImage {
  return { pixels: new Uint8Array(width * height * 3).fill(255), width, height, channels: 3, dpi: 200 }
}

/** Fills a rectangle of the page. */
export function fill(page: PageImage, area: Area, colour: Colour): void {
  for (let y = area.top; y < area.bottom; y++) {
    for (let x = area.left; x < area.right; x++) page.pixels.set(colour, (y * page.width + x) * page.channels)
  }
}

/** A page of grey paper with level lines of dark dashes, like lines of print. */
export function printedLines(width: number, height: number): GreyImage {
  const pixels = new Uint8Array(width * height).fill(255)
  for (let top = 60; top < height - 60; top += 40) {
    for (let x = 60; x < width - 60; x++) {
      if (x % 28 < 20) for (let y = top; y < top + 18; y++) pixels[y * width + x] = 0
    }
  }
  return { pixels, width, height }
}

/** White paper in grey with rules, given as rectangles, in black. */
export function ruled(width: number, height: number, rules: readonly Area[]): GreyImage {
  const pixels = new Uint8Array(width * height).fill(255)
  for (const rule of rules) {
    for (let y = rule.top; y < rule.bottom; y++) pixels.fill(0, y * width + rule.left, y * width + rule.right)
  }
  return { pixels, width, height }
}
