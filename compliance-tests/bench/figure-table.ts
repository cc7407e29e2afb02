import { table } from '#services/cli/output.ts'
import { type Figure, median, ratioOf } from './figure.ts'

const heading = ['figure', 'unit', 'median', 'min … max', 'beside', 'its value', 'ratio'] as const

/** Figures for a terminal: one line a bound, the figure itself on the first of its lines. */
export function figureTable(figures: readonly Figure[]): string {
  return table([heading, ...figures.flatMap(figureRows)])
}

function figureRows(figure: Figure): string[][] {
  const { subject, unit, rounds, beside = [] } = figure
  const spread = rounds.length === 1 ? '' : `${short(Math.min(...rounds))} … ${short(Math.max(...rounds))}`
  const own = [subject, unit, short(median(rounds)), spread]
  const bounds = beside.map((bound) => [bound.name, short(median(bound.rounds)), ratioOf(figure, bound).toFixed(2)])
  const [first = [], ...rest] = bounds
  return [[...own, ...first], ...rest.map((bound) => ['', '', '', '', ...bound])]
}

/** Three digits that count; whole numbers from 100 on. */
function short(value: number): string {
  return Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)))
}
