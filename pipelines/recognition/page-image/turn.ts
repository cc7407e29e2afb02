import type { Box } from '#archive-schema/recognised-text.ts'
import { sample } from './grey.ts'
import type { GreyImage } from './page-image.ts'

/** How a picture is turned upright: from its own pixels to those of the larger picture that holds it afterwards. */
export type Turn = {
  /** Clockwise skew that is taken away. */
  readonly degrees: number
  readonly from: { readonly width: number; readonly height: number }
  readonly to: { readonly width: number; readonly height: number }
}

/** Below this a turn costs more sharpness than it brings. */
const LEAST_DEGREES = 0.08

/** The turn that takes away a clockwise skew of `degrees`. Nothing of the picture is cut off. */
export function turnUpright(size: { width: number; height: number }, degrees: number): Turn {
  const from = { width: size.width, height: size.height }
  if (Math.abs(degrees) < LEAST_DEGREES) return { degrees: 0, from, to: from }
  const { sine, cosine } = angles(degrees)
  const to = {
    width: Math.ceil(from.width * cosine + from.height * Math.abs(sine)),
    height: Math.ceil(from.height * cosine + from.width * Math.abs(sine)),
  }
  return { degrees, from, to }
}

/** The picture turned; the corners that come in are paper. Samples are blended from four neighbours. */
export function turned(image: GreyImage, turn: Turn): GreyImage {
  if (turn.degrees === 0) return image
  const { width, height } = turn.to
  const { sine, cosine } = angles(turn.degrees)
  const pixels = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) {
    const start = beforeTurn(turn, 0.5, y + 0.5)
    for (let x = 0; x < width; x++) {
      pixels[y * width + x] = blended(image, start.x + x * cosine - 0.5, start.y + x * sine - 0.5)
    }
  }
  return { pixels, width, height }
}

/** The box around `box` in the picture as it was before the turn. */
export function boxBeforeTurn(turn: Turn, box: Box): Box {
  if (turn.degrees === 0) return box
  const corners = [
    beforeTurn(turn, box.x0, box.y0),
    beforeTurn(turn, box.x1, box.y0),
    beforeTurn(turn, box.x0, box.y1),
    beforeTurn(turn, box.x1, box.y1),
  ]
  const xs = corners.map((corner) => corner.x)
  const ys = corners.map((corner) => corner.y)
  const clampX = (x: number) => Math.min(turn.from.width, Math.max(0, x))
  const clampY = (y: number) => Math.min(turn.from.height, Math.max(0, y))
  return {
    x0: clampX(Math.min(...xs)),
    y0: clampY(Math.min(...ys)),
    x1: clampX(Math.max(...xs)),
    y1: clampY(Math.max(...ys)),
  }
}

function angles(degrees: number): { readonly sine: number; readonly cosine: number } {
  const radians = (degrees * Math.PI) / 180
  return { sine: Math.sin(radians), cosine: Math.cos(radians) }
}

/** Where a place of the turned picture was before: both pictures share their centre. */
function beforeTurn(turn: Turn, x: number, y: number): { readonly x: number; readonly y: number } {
  const { sine, cosine } = angles(turn.degrees)
  const right = x - turn.to.width / 2
  const down = y - turn.to.height / 2
  return {
    x: right * cosine - down * sine + turn.from.width / 2,
    y: right * sine + down * cosine + turn.from.height / 2,
  }
}

function blended(image: GreyImage, x: number, y: number): number {
  const left = Math.floor(x)
  const top = Math.floor(y)
  if (left < 0 || top < 0 || left + 1 >= image.width || top + 1 >= image.height) return 255
  const across = x - left
  const down = y - top
  const at = top * image.width + left
  const above = sample(image.pixels, at) * (1 - across) + sample(image.pixels, at + 1) * across
  const below =
    sample(image.pixels, at + image.width) * (1 - across) + sample(image.pixels, at + image.width + 1) * across
  return above * (1 - down) + below * down + 0.5
}
