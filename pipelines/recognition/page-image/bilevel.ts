import { sample } from './grey.ts'
import type { GreyImage } from './page-image.ts'

/** Whether the picture holds, but for a trace, only black and white (a fax, a bilevel scan at its own resolution). */
export function isBilevel(image: GreyImage): boolean {
  let between = 0
  let seen = 0
  for (let i = 0; i < image.pixels.length; i += 11) {
    const level = sample(image.pixels, i)
    if (level > 30 && level < 225) between++
    seen++
  }
  return between / seen < 0.002
}

/** A Gaussian of 0.8 pixel, cut to the pixel itself and one neighbour on either side. */
const CENTRE = 0.522
const SIDE = 0.239

/** Rounds off the stairs of a bilevel picture, which the recogniser would take for strokes. */
export function smoothStairs(image: GreyImage): GreyImage {
  return blurAlong(blurAlong(image, 1), image.width)
}

/** Blurs along rows (`step` 1) or columns (`step` the width); the edge, being paper, is not worth the care. */
function blurAlong(image: GreyImage, step: number): GreyImage {
  const { pixels } = image
  const blurred = new Uint8Array(pixels.length)
  for (let i = 0; i < pixels.length; i++) {
    blurred[i] = sample(pixels, i) * CENTRE + (sample(pixels, i - step) + sample(pixels, i + step)) * SIDE + 0.5
  }
  return { ...image, pixels: blurred }
}
