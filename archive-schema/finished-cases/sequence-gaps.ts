/** 断号 (numbers of one series that nobody has told of, from the first to the last of them). */
export type SequenceGap = {
  /** What the numbers of the series have in common, with `*` in the place of the counter. */
  readonly series: string
  readonly from: string
  readonly to: string
  readonly missing: number
}

/** The counter of a number is its last digits, six at most; what stands before them, as a date, belongs to the series. */
const parts = /^(.*?)(\d{1,6})(\D*)$/su

/**
 * 断号 of 受理编号: in every series, what is missing between the lowest and the highest known number. A number that is
 * missing is a case that is not finished, was never told of, or does not exist: the archive cannot know which.
 */
export function sequenceGaps(numbers: readonly string[]): SequenceGap[] {
  const series = Map.groupBy(new Set(numbers.filter((number) => parts.test(number))), seriesOf)
  return [...series].flatMap(([name, members]) => gapsOf(name, members)).toSorted((one, other) => order(one, other))
}

function seriesOf(number: string): string {
  return number.replace(parts, '$1*$3')
}

function gapsOf(series: string, members: readonly string[]): SequenceGap[] {
  const counters = members.map((number) => parts.exec(number)?.[2] ?? '').toSorted((a, b) => Number(a) - Number(b))
  return counters.flatMap((counter, index) => {
    const next = counters[index + 1]
    const missing = Number(next) - Number(counter) - 1
    if (next === undefined || missing < 1) return []
    const spelled = (value: number) => {
      const digits = String(value).padStart(counter.length, '0')
      return members[0]?.replace(parts, (_, before, __, after) => `${before}${digits}${after}`) ?? ''
    }
    return [{ series, from: spelled(Number(counter) + 1), to: spelled(Number(next) - 1), missing }]
  })
}

function order(one: SequenceGap, other: SequenceGap): number {
  if (one.series !== other.series) return one.series < other.series ? -1 : 1
  return one.from < other.from ? -1 : 1
}
