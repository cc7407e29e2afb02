import { sample } from './grey.ts'
import type { GreyImage } from './page-image.ts'

/** A straight rule on the page: where it lies, and from where to where it runs along its own direction. */
export type Rule = { readonly at: number; readonly from: number; readonly to: number }

/** The level rules and the upright rules of a page. */
export type Rules = { readonly level: readonly Rule[]; readonly upright: readonly Rule[] }

/** A dark run within one row. */
type Run = { readonly row: number; readonly from: number; readonly to: number }
type Bundle = { first: number; last: number; from: number; to: number }

/** Finds the printed rules of a picture that has been turned upright. Ink is what is darker than `threshold`. */
export function findRules(image: GreyImage, dpi: number, threshold: number): Rules {
  const ink = inkOf(image, threshold)
  return {
    level: levelRules(ink, dpi, 0.5),
    upright: levelRules(transposed(ink), dpi, 0.21),
  }
}

/** 1 for ink, 0 for paper. */
function inkOf(image: GreyImage, threshold: number): GreyImage {
  const pixels = new Uint8Array(image.pixels.length)
  for (let i = 0; i < pixels.length; i++) if (sample(image.pixels, i) < threshold) pixels[i] = 1
  return { ...image, pixels }
}

/** Rules of at least `inches`, thinner than a tenth of an inch: thicker ones are bars or shadows of the edge. */
function levelRules(ink: GreyImage, dpi: number, inches: number): Rule[] {
  const nearby = Math.max(3, Math.round(dpi / 50))
  const bundles = bundle(longRuns(ink, dpi, inches * dpi), nearby)
  return bundles
    .filter((rule) => rule.last - rule.first + 1 < dpi * 0.1)
    .map((rule) => ({ at: (rule.first + rule.last) / 2, from: rule.from, to: rule.to }))
}

/** The dark runs of all rows that are long enough to be rules. */
function longRuns(ink: GreyImage, dpi: number, shortest: number): Run[] {
  const widestGap = Math.max(2, Math.round(dpi / 60))
  const rows = Array.from({ length: ink.height }, (_, row) => row)
  return rows.flatMap((row) => longRunsOfRow(ink, row, shortest, widestGap))
}

/** A row borrows ink from the rows beside it, so that a rule not quite level stays whole. Small gaps are bridged. */
function longRunsOfRow(ink: GreyImage, row: number, shortest: number, widestGap: number): Run[] {
  const runs: Run[] = []
  let from = 0
  let to = 0
  for (let x = 0; x < ink.width; x++) {
    if (!hasInk(ink, row * ink.width + x)) continue
    if (x - to > widestGap) {
      if (to - from >= shortest) runs.push({ row, from, to })
      from = x
    }
    to = x + 1
  }
  if (to - from >= shortest) runs.push({ row, from, to })
  return runs
}

function hasInk(ink: GreyImage, at: number): boolean {
  return ink.pixels[at] === 1 || ink.pixels[at - ink.width] === 1 || ink.pixels[at + ink.width] === 1
}

/** Puts the runs of one printed rule together: runs in rows close to each other that meet end to end or overlap. */
function bundle(runs: readonly Run[], nearby: number): readonly Bundle[] {
  const bundles: Bundle[] = []
  for (const run of runs) {
    const touching = bundles.findLast((rule) => {
      return run.row - rule.last <= nearby && run.from <= rule.to + nearby * 3 && run.to >= rule.from - nearby * 3
    })
    if (touching === undefined) {
      bundles.push({ first: run.row, last: run.row, from: run.from, to: run.to })
      continue
    }
    touching.last = run.row
    touching.from = Math.min(touching.from, run.from)
    touching.to = Math.max(touching.to, run.to)
  }
  return bundles
}

function transposed(image: GreyImage): GreyImage {
  const { width, height } = image
  const pixels = new Uint8Array(image.pixels.length)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) pixels[x * height + y] = sample(image.pixels, y * width + x)
  }
  return { pixels, width: height, height: width }
}
