import { DisjointSets } from './disjoint-sets.ts'
import { inkThreshold } from './levels.ts'
import type { Area, GreyImage } from './page-image.ts'
import { findRules, type Rule, type Rules } from './rules.ts'

/** A ruled table and its cells, row by row from left to right. A cell may span rows and columns. */
export type Table = { readonly area: Area; readonly cells: readonly Area[] }

/** With fewer cells a frame is only a frame, and its text is read with the page. */
const FEWEST_CELLS = 4

/** The lines of the grid of a table: `columns` and `rows` are the places of its upright and level lines. */
type Grid = { readonly columns: readonly number[]; readonly rows: readonly number[]; readonly rules: Rules }

/** Finds the ruled tables of a picture that has been turned upright. */
export function findTables(image: GreyImage, dpi: number): Table[] {
  const rules = findRules(image, dpi, Math.min(190, inkThreshold(image) + 10))
  const nearby = Math.round(dpi / 20)
  return connectedRules(rules, nearby)
    .map((connected) => gridOf(connected, nearby))
    .filter((grid) => grid.columns.length > 1 && grid.rows.length > 1)
    .map((grid) => tableOf(grid, nearby))
    .filter((table) => table.cells.length >= FEWEST_CELLS)
}

/** Groups the rules that cross or touch each other. */
function connectedRules(rules: Rules, nearby: number): Rules[] {
  const { level, upright } = rules
  const sets = new DisjointSets(level.length + upright.length)
  for (const [i, across] of level.entries()) {
    for (const [k, down] of upright.entries()) {
      if (reaches(across, down.at, nearby) && reaches(down, across.at, nearby)) sets.join(i, level.length + k)
    }
  }
  return sets.groups().map((members) => ({
    level: members.flatMap((member) => level[member] ?? []),
    upright: members.flatMap((member) => (member < level.length ? [] : (upright[member - level.length] ?? []))),
  }))
}

function reaches(rule: Rule, place: number, nearby: number): boolean {
  return place >= rule.from - nearby && place <= rule.to + nearby
}

function gridOf(rules: Rules, nearby: number): Grid {
  return { columns: distinctPlaces(rules.upright, nearby), rows: distinctPlaces(rules.level, nearby), rules }
}

function distinctPlaces(rules: readonly Rule[], nearby: number): number[] {
  const places: number[] = []
  for (const { at } of rules.toSorted((a, b) => a.at - b.at)) {
    const last = places.at(-1)
    if (last !== undefined && at - last < nearby) places[places.length - 1] = (last + at) / 2
    else places.push(at)
  }
  return places
}

/** The cells of a grid: neighbouring squares between which no rule is printed are one cell. */
function tableOf(grid: Grid, nearby: number): Table {
  const squares = squaresOf(grid)
  const across = grid.columns.length - 1
  const sets = new DisjointSets(squares.length)
  for (const [index, square] of squares.entries()) {
    const isLastColumn = index % across === across - 1
    const isLastRow = index + across >= squares.length
    if (!isLastColumn && !isRuled(grid.rules.upright, square.right, square.top, square.bottom, nearby)) {
      sets.join(index, index + 1)
    }
    if (!isLastRow && !isRuled(grid.rules.level, square.bottom, square.left, square.right, nearby)) {
      sets.join(index, index + across)
    }
  }
  const cells = sets.groups().map((members) => around(members.flatMap((member) => squares[member] ?? [])))
  return { area: around(squares), cells }
}

function squaresOf(grid: Grid): Area[] {
  return between(grid.rows).flatMap(([top, bottom]) => {
    return between(grid.columns).map(([left, right]) => ({ left, top, right, bottom }))
  })
}

function between(places: readonly number[]): (readonly [number, number])[] {
  return places.flatMap((place, index) => {
    const next = places[index + 1]
    return next === undefined ? [] : [[place, next] as const]
  })
}

/** Whether a rule is printed at `place`, passing the middle between `from` and `to`. */
function isRuled(rules: readonly Rule[], place: number, from: number, to: number, nearby: number): boolean {
  const middle = (from + to) / 2
  return rules.some((rule) => Math.abs(rule.at - place) < nearby && rule.from <= middle && rule.to >= middle)
}

function around(areas: readonly Area[]): Area {
  return {
    left: Math.min(...areas.map((area) => area.left)),
    top: Math.min(...areas.map((area) => area.top)),
    right: Math.max(...areas.map((area) => area.right)),
    bottom: Math.max(...areas.map((area) => area.bottom)),
  }
}
