/** A bound beside which a figure stands: measured in the same rounds, or fixed beforehand (one value). */
export type Bound = { readonly name: string; readonly rounds: readonly number[] }

/** What was measured, once a round, and the bounds that show what it is worth. */
export type Figure = {
  readonly subject: string
  readonly unit: string
  readonly rounds: readonly number[]
  readonly beside?: readonly Bound[]
}

/** The middle value; of an even number of values the mean of the two in the middle. Throws if there is none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right)
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]]
  if (low === undefined || high === undefined) throw new Error('no value was measured')
  return (low + high) / 2
}

/** A figure in shares of its bound: the median of the rounds, each compared with the bound of the same round. */
export function ratioOf({ rounds }: Pick<Figure, 'rounds'>, bound: Bound): number {
  if (bound.rounds.length !== rounds.length) return median(rounds) / median(bound.rounds)
  return median(rounds.map((value, round) => value / (bound.rounds[round] ?? Number.NaN)))
}
