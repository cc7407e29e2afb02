import { sample, toGrey } from './grey.ts'
import type { GreyImage, PageImage } from './page-image.ts'

/** By how much a pixel is redder than grey ink could be: 0 for black, grey, white and blue. */
function redness(pixels: Uint8Array, at: number): number {
  return sample(pixels, at) - Math.max(sample(pixels, at + 1), sample(pixels, at + 2))
}

const FAINT_RED = 18
const FULL_RED = 58
/** Below this much red light the pixel is black ink under red ink, above the other it is red ink alone. */
const BLACK_UNDER_RED = 70
const RED_ALONE = 150

/**
 * The page without red ink (seals, red letterheads). A pixel of red ink becomes paper; black print under a seal keeps
 * its darkness, because there even the red light is dark. So the signature and the date under a seal stay legible.
 */
export function withoutRedInk(image: PageImage): GreyImage {
  const grey = toGrey(image)
  if (image.channels === 1) return grey
  const { pixels, channels } = image
  const left = new Uint8Array(grey.pixels.length)
  for (let i = 0, at = 0; i < left.length; i++, at += channels) {
    const excess = redness(pixels, at) - FAINT_RED
    left[i] = excess > 0 ? whitened(sample(pixels, at), excess) : sample(grey.pixels, i)
  }
  return { pixels: left, width: image.width, height: image.height }
}

function whitened(red: number, excess: number): number {
  const colour = Math.min(1, excess / (FULL_RED - FAINT_RED))
  const light = Math.min(1, Math.max(0, (red - BLACK_UNDER_RED) / (RED_ALONE - BLACK_UNDER_RED)))
  return Math.min(255, red + (255 - red) * colour * light)
}

/** Only the red ink of the page, dark on white; all other ink becomes paper. */
export function redInkOnly(image: PageImage): GreyImage {
  const { pixels, width, height, channels } = image
  const only = new Uint8Array(width * height).fill(255)
  if (channels === 1) return { pixels: only, width, height }
  for (let i = 0, at = 0; i < only.length; i++, at += channels) {
    const red = redness(pixels, at)
    if (red > 12) only[i] = Math.max(0, 255 - (red - 12) * 2.2)
  }
  return { pixels: only, width, height }
}

/** Share of the page that is covered by clearly red ink, 0 to 1. */
export function redInkShare(image: PageImage): number {
  const { pixels, width, height, channels } = image
  if (channels === 1) return 0
  let red = 0
  for (let at = 0; at < pixels.length; at += channels) if (redness(pixels, at) > 45) red++
  return red / (width * height)
}
