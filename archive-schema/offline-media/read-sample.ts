import { digestHex } from '#archive-schema/evidence/digest.ts'

/**
 * 抽样 (the 件 of a medium that a readability test reads): at least `share` of all, those first that no test has read yet. Which of
 * them is decided by `seed`, so that nobody picks them and everybody can find them again.
 */
export function chooseSample(
  numbers: readonly string[],
  tested: ReadonlySet<string>,
  share: number,
  seed: string,
): string[] {
  const ranked = numbers.map((number) => ({ number, rank: digestHex('sha256', `${seed}\n${number}`) }))
  const byRank = ranked.toSorted((one, other) => (one.rank < other.rank ? -1 : 1)).map(({ number }) => number)
  const untestedFirst = [...byRank.filter((each) => !tested.has(each)), ...byRank.filter((each) => tested.has(each))]
  return untestedFirst.slice(0, Math.ceil(numbers.length * share)).toSorted()
}
