import { sample } from './grey.ts'
import { inkThreshold } from './levels.ts'
import type { GreyImage } from './page-image.ts'

/** Turned further than this a page is not askew, but lies wrongly. */
const MOST_DEGREES = 6
/** With less ink than this many points there is no line to measure. */
const FEWEST_POINTS = 400

type InkPoints = {
  readonly xs: Float64Array
  readonly ys: Float64Array
  readonly width: number
  readonly height: number
}

/**
 * By how many degrees the page is turned, clockwise positive, to a twentieth of a degree; 0 for a page without text.
 * Lines of print are level when the ink, counted row by row, changes most sharply between rows.
 */
export function measureSkew(image: GreyImage): number {
  const points = inkPoints(image)
  if (points.xs.length < FEWEST_POINTS) return 0
  const coarse = sharpest(points, 0, MOST_DEGREES, 0.25)
  return Math.round(sharpest(points, coarse, 0.3, 0.05) * 100) / 100
}

function sharpest(points: InkPoints, centre: number, reach: number, step: number): number {
  let best = { degrees: centre, sharpness: -1 }
  const steps = Math.round(reach / step)
  for (let n = -steps; n <= steps; n++) {
    const degrees = centre + n * step
    const sharpness = sharpnessAt(points, degrees)
    if (sharpness > best.sharpness) best = { degrees, sharpness }
  }
  return best.degrees
}

function sharpnessAt(points: InkPoints, degrees: number): number {
  const slope = Math.tan((degrees * Math.PI) / 180)
  const rows = new Float64Array(points.height + 2 * points.width)
  for (let i = 0; i < points.xs.length; i++) {
    const row = Math.floor((points.ys[i] ?? 0) - (points.xs[i] ?? 0) * slope + points.width)
    rows[row] = (rows[row] ?? 0) + 1
  }
  let sharpness = 0
  for (let row = 1; row < rows.length; row++) {
    const change = (rows[row] ?? 0) - (rows[row - 1] ?? 0)
    sharpness += change * change
  }
  return sharpness
}

/** The ink of the page on a grid of about 800 columns, without the margins, where shadows of the edge lie. */
function inkPoints(image: GreyImage): InkPoints {
  const step = Math.max(1, Math.round(image.width / 800))
  const width = Math.floor(image.width / step)
  const height = Math.floor(image.height / step)
  const threshold = Math.min(200, inkThreshold(image))
  const xs: number[] = []
  const ys: number[] = []
  for (let y = Math.ceil(height * 0.03); y < height * 0.97; y++) {
    for (let x = Math.ceil(width * 0.04); x < width * 0.96; x++) {
      if (darkest(image, x * step, y * step, step) >= threshold) continue
      xs.push(x)
      ys.push(y)
    }
  }
  return { xs: Float64Array.from(xs), ys: Float64Array.from(ys), width, height }
}

function darkest(image: GreyImage, left: number, top: number, side: number): number {
  let dark = 255
  for (let y = top; y < top + side; y++) {
    for (let x = left; x < left + side; x++) dark = Math.min(dark, sample(image.pixels, y * image.width + x))
  }
  return dark
}
