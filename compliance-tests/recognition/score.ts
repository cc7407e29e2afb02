import { coreOf } from '#pipelines/recognition/text/compare-text.ts'

/** How well one or more pages were recognised, in numbers of characters, so that scores can be added up. */
export type Score = {
  /** Characters of the truth without white space (NFKC), and edits that lead to them. */
  readonly characters: number
  readonly edits: number
  /** The same for Han characters, letters and digits only. */
  readonly coreCharacters: number
  readonly coreEdits: number
  /** Han characters, letters and digits of the truth that are found nowhere on the page, whatever the order. */
  readonly missing: number
}

/** Shares of 1: character error rate (CER), that of the core, and characters missing. */
export type ErrorRates = { readonly cer: number; readonly core: number; readonly miss: number }

/** Compares what was recognised on a page with the true text of the page. */
export function scorePage(truth: string, recognised: string): Score {
  const trueText = withoutSpace(truth)
  const trueCore = [...coreOf(truth)]
  const readCore = [...coreOf(recognised)]
  return {
    characters: trueText.length,
    edits: editDistance(trueText, withoutSpace(recognised)),
    coreCharacters: trueCore.length,
    coreEdits: editDistance(trueCore, readCore),
    missing: countMissing(trueCore, readCore),
  }
}

/** The rates over all pages together: long pages weigh more. */
export function errorRates(scores: readonly Score[]): ErrorRates {
  const sum = (key: keyof Score) => scores.reduce((total, score) => total + score[key], 0)
  return {
    cer: sum('edits') / sum('characters'),
    core: sum('coreEdits') / sum('coreCharacters'),
    miss: sum('missing') / sum('coreCharacters'),
  }
}

function withoutSpace(text: string): string[] {
  return [...text.normalize('NFKC').replaceAll(/\s/g, '')]
}

/** Least number of insertions, deletions and substitutions (Levenshtein) that turn one text into the other. */
export function editDistance(one: readonly string[], other: readonly string[]): number {
  let above = Array.from({ length: other.length + 1 }, (_, column) => column)
  for (const [row, character] of one.entries()) {
    const line = [row + 1]
    for (const [column, compared] of other.entries()) {
      const diagonal = (above[column] ?? 0) + (character === compared ? 0 : 1)
      const changed = Math.min(above[column + 1] ?? 0, line[column] ?? 0) + 1
      line.push(Math.min(diagonal, changed))
    }
    above = line
  }
  return above.at(-1) ?? 0
}

function countMissing(truth: readonly string[], recognised: readonly string[]): number {
  const left = new Map<string, number>()
  for (const character of recognised) left.set(character, (left.get(character) ?? 0) + 1)
  return truth.filter((character) => {
    const count = left.get(character) ?? 0
    if (count > 0) left.set(character, count - 1)
    return count === 0
  }).length
}
